import { encodeTime } from 'ulid'

/** Ids made within one step share their first characters: each stands for 5 bits of their time. */
export interface IdStep {
  readonly characters: number
  /** How long a step is. */
  readonly ms: number
}

const idStep = (characters: number): IdStep => ({ characters, ms: 2 ** (5 * (10 - characters)) })

/** About half a minute, and about a second. */
export const longStep = idStep(7)
export const shortStep = idStep(8)

/** What ids made in a stretch of time begin with. */
export interface IdPrefix {
  readonly prefix: string
  /** The first and the last millisecond of the stretch. */
  readonly first: number
  readonly last: number
}

/** The beginnings of all ids made between two moments (milliseconds), both included, in order. */
export function idPrefixes(from: number, until: number, step: IdStep = longStep): IdPrefix[] {
  const prefixes: IdPrefix[] = []
  for (let first = from - (from % step.ms); first <= until; first += step.ms) {
    const prefix = encodeTime(first, 10).slice(0, step.characters)
    prefixes.push({ prefix, first, last: first + step.ms - 1 })
  }
  return prefixes
}
