import { mapLimited } from '../platform/async/map-limited.ts'
import type { Difference } from './difference.ts'

/** Something to look at; what is under way may seem wrong for a moment. */
export type Look = () => Promise<Difference | undefined>

/** How long to wait before each further look, in milliseconds. */
const pausesMs = [100, 500, 1500, 4000]

/** What is still wrong after some looks. */
export async function lookAgain(
  looks: readonly Look[],
  pause: (ms: number) => Promise<void>,
): Promise<Difference[]> {
  let open = await wrongOnes(looks)
  for (const ms of pausesMs) {
    if (open.length === 0) break
    await pause(ms)
    open = await wrongOnes(open.map(({ look }) => look))
  }
  return open.map(({ difference }) => difference)
}

async function wrongOnes(
  looks: readonly Look[],
): Promise<{ readonly look: Look; readonly difference: Difference }[]> {
  const seen = await mapLimited(looks, 8, async (look) => ({ look, difference: await look() }))
  return seen.flatMap(({ look, difference }) => (difference ? [{ look, difference }] : []))
}
