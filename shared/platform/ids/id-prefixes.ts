import { encodeTime } from 'ulid'

/** Ids made within the same `stepMs` share their first characters: each stands for 5 bits of time. */
const sharedCharacters = 7
export const stepMs = 2 ** 15

/** What ids made in a stretch of time begin with. */
export interface IdPrefix {
  readonly prefix: string
  /** The first and the last millisecond of the stretch. */
  readonly first: number
  readonly last: number
}

/** The beginnings of all ids made between two moments (milliseconds), both included, in order. */
export function idPrefixes(from: number, until: number): IdPrefix[] {
  const prefixes: IdPrefix[] = []
  for (let first = from - (from % stepMs); first <= until; first += stepMs) {
    const prefix = encodeTime(first, 10).slice(0, sharedCharacters)
    prefixes.push({ prefix, first, last: first + stepMs - 1 })
  }
  return prefixes
}
