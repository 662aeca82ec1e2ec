import { countOf, formatSpan } from '../page/format.ts'

/** The state of the store as the interface answers it. */
export interface StateInfo {
  readonly profiles: Readonly<Record<'known' | 'unknown' | 'archived', number>>
  readonly activities: number
  readonly events: Readonly<Record<'accepted' | 'applied' | 'duplicates' | 'rejected', number>>
  readonly pendingBlobs: number
  readonly oldestPendingSeconds: number
  readonly asOf: string
}

/** Whether Passerby can do its work, in a word. */
export interface Verdict {
  readonly tone: 'ok' | 'warn' | 'danger'
  readonly word: string
  readonly detail: string
}

interface HealthAnswer {
  readonly status: 'ok' | 'degraded' | 'down'
  readonly dependencies?: Readonly<Record<string, { readonly status: 'ok' | 'down' }>>
  readonly failedBlobs?: number
  readonly queue?: { readonly dead: number }
}

/** Calls that wait longer than this are behind; usually they take less than a second. */
const behindSeconds = 10

/** Says the worst thing there is to say. */
export function describeState(state: StateInfo | undefined, health: HealthAnswer): Verdict {
  const down = Object.entries(health.dependencies ?? {})
    .filter(([, { status }]) => status === 'down')
    .map(([name]) => name)
  if (health.status === 'down') {
    return { tone: 'danger', word: 'Down', detail: `${namesOf(down, 'Storage')} not answering` }
  }
  if (down.length > 0) {
    const detail = `${namesOf(down, 'A dependency')} not answering; calls are kept and applied later`
    return { tone: 'warn', word: 'Degraded', detail }
  }
  const failed = health.failedBlobs ?? 0
  if (failed > 0) {
    const detail = `${countOf(failed, 'blob')} of events could not be applied; run the job redrive`
    return { tone: 'warn', word: 'Degraded', detail }
  }
  return describeBacklog(state, health)
}

function describeBacklog(state: StateInfo | undefined, health: HealthAnswer): Verdict {
  const { pendingBlobs = 0, oldestPendingSeconds = 0 } = state ?? {}
  if (pendingBlobs > 0 && oldestPendingSeconds >= behindSeconds) {
    const span = formatSpan(oldestPendingSeconds * 1000)
    return { tone: 'warn', word: 'Behind', detail: `the oldest call waits for ${span}` }
  }
  const dead = health.queue?.dead ?? 0
  if (dead > 0) {
    const detail = `${countOf(dead, 'dead message')} in the queue of events`
    return { tone: 'warn', word: 'Degraded', detail }
  }
  if (health.status === 'degraded') {
    return { tone: 'warn', word: 'Degraded', detail: 'see /health with the admin key' }
  }
  return { tone: 'ok', word: 'All is well', detail: '' }
}

const names: Readonly<Record<string, string>> = {
  blobs: 'Blob storage',
  tables: 'Table storage',
  queue: 'The queue',
}

function namesOf(dependencies: readonly string[], fallback: string): string {
  if (dependencies.length === 0) return `${fallback} is`
  const list = dependencies.map((name) => names[name] ?? name)
  return `${list.join(' and ')} ${list.length === 1 ? 'is' : 'are'}`
}
