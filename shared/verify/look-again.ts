import { mapLimited } from '../platform/async/map-limited.ts'
import type { Difference } from './difference.ts'

/** Something that seems wrong, and how to look at it; what is under way may seem so for a moment. */
export interface Look {
  /** What was seen at a first look. */
  readonly seen?: Difference | undefined
  readonly look: () => Promise<Difference | undefined>
  /** Tells whether somebody was at it meanwhile: then nothing can be said. */
  readonly stateOf?: () => Promise<string>
}

/** How what seems wrong is looked at. */
export interface Patience {
  /** Waits, in milliseconds, before something is looked at again. */
  readonly pause: (ms: number) => Promise<void>
  /** Is asked now and then whether to go on. */
  readonly goesOn: () => Promise<boolean>
}

/** How long to wait before each further look, in milliseconds. */
const pausesMs = [100, 500, 1500]
/** What is still wrong after so long, and nobody was at it, stays so. */
const lastPauseMs = 4000
/** So many are looked at together. Where as many stay wrong the others are not waited for. */
const atOnce = 500

/** What is still wrong after some looks; `undefined` where it was stopped. */
export async function lookAgain(
  looks: readonly Look[],
  { pause, goesOn }: Patience,
): Promise<Difference[] | undefined> {
  const found: Difference[] = []
  for (let start = 0; start < looks.length; start += atOnce) {
    const part = looks.slice(start, start + atOnce)
    const wrong = found.length < atOnce ? await stillWrong(part, pause) : await wrongAtOnce(part)
    found.push(...wrong.map(({ seen }) => seen))
    if (!(await goesOn())) return undefined
  }
  return found
}

/** Looks once: those that seem wrong, with what was seen. */
export async function wrongOnes(looks: readonly Look[]): Promise<Wrong[]> {
  const seen = await mapLimited(looks, 16, async (one) => ({ ...one, seen: await one.look() }))
  return seen.flatMap(({ seen, ...one }) => (seen === undefined ? [] : [{ ...one, seen }]))
}

type Wrong = Look & { readonly seen: Difference }

async function stillWrong(looks: readonly Look[], pause: Patience['pause']): Promise<Wrong[]> {
  let open = await wrongOnes(looks)
  for (const ms of pausesMs) {
    if (open.length === 0) return open
    await pause(ms)
    open = await wrongOnes(open)
  }
  if (open.length === 0) return open
  const before = await statesOf(open)
  await pause(lastPauseMs)
  const seenLast = await mapLimited(open, 16, ({ look }) => look())
  const after = await statesOf(open)
  return open.flatMap((one, index) => {
    const seen = seenLast[index]
    return seen === undefined || before[index] !== after[index] ? [] : [{ ...one, seen }]
  })
}

function statesOf(looks: readonly Look[]): Promise<string[]> {
  return mapLimited(looks, 16, async ({ stateOf }) => (await stateOf?.()) ?? '')
}

/** Takes what was seen at the first look for true. */
async function wrongAtOnce(looks: readonly Look[]): Promise<Wrong[]> {
  const isSeen = (one: Look): one is Wrong => one.seen !== undefined
  return [...looks.filter(isSeen), ...(await wrongOnes(looks.filter((one) => !isSeen(one))))]
}
