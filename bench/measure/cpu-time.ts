import { readFile } from 'node:fs/promises'

/** Linux counts in ticks of 10 ms. */
const tickMs = 10

/**
 * How long a process has worked so far, in milliseconds. Only Linux has /proc; elsewhere it is not
 * known.
 */
export async function cpuTime(pid: number): Promise<number | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  // The name of the program, in brackets, may hold anything.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const [user, system] = [fields[11], fields[12]]
  if (user === undefined || system === undefined) return undefined
  return (Number(user) + Number(system)) * tickMs
}
