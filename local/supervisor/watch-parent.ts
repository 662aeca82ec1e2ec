import { readFileSync } from 'node:fs'

const checkMs = 200

/** Calls back once the process that started this one is gone; returns what ends the watch. */
export function watchParent(onGone: () => void): () => void {
  const lineage = readLineage()
  const timer = setInterval(() => {
    if (readLineage() !== lineage) onGone()
  }, checkMs)
  return () => clearInterval(timer)
}

/**
 * The parent, and the parent of a shell in between: npm runs scripts through `sh -c`, and some
 * shells stay, waiting, when npm is killed. An orphan gets another parent.
 */
function readLineage(): string {
  const parent = process.ppid
  return runsOneCommand(parent) ? `${parent} ${parentOf(parent)}` : String(parent)
}

// Only Linux has /proc; the usual shells of other systems do not stay in between.
function runsOneCommand(pid: number): boolean {
  return readProc(pid, 'cmdline').split('\0')[1] === '-c'
}

/** `pid (name) state ppid …`, where the name may hold anything. */
function parentOf(pid: number): string {
  const stat = readProc(pid, 'stat')
  return stat.slice(stat.lastIndexOf(')')).split(' ')[2] ?? ''
}

function readProc(pid: number, file: 'cmdline' | 'stat'): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch {
    return ''
  }
}
