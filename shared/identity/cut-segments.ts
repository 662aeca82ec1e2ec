import { groupBy } from '../platform/collections/group-by.ts'
import { identifierKey, type Identifier } from './identifier.ts'

/** Events on a device, from the first to the last, that say the same. Times in milliseconds. */
export interface Presence {
  readonly first: number
  readonly last: number
  /** Who is logged in, where the events say so. */
  readonly login: Identifier | undefined
  /** True for a logout, which is one moment. */
  readonly logout: boolean
}

/** From a moment on, until the next segment: whose an anonymous event is. */
export type Segment = { readonly from: number } & (
  | { readonly kind: 'login'; readonly login: Identifier }
  /** After a logout, with who was logged in last before it. */
  | { readonly kind: 'logout'; readonly time: number; readonly login: Identifier | undefined }
)

export interface CutRules {
  /** The longest silence inside a visit, in milliseconds. */
  readonly visitGap: number
  /** Of several logins at one moment the strongest counts. */
  readonly compareStrength: (a: Identifier, b: Identifier) => number
}

export interface Cuts {
  readonly segments: readonly Segment[]
  /** The latest visit where it has no login and no logout: the next login may claim it whole. */
  readonly openVisit: number | undefined
}

interface Mark {
  readonly first: number
  readonly last: number
  readonly kind: 'event' | 'login' | 'logout'
  readonly login: Identifier | undefined
}

/**
 * Cuts the time of a device where its owner changes (rule 9). A login owns its visit from the
 * visit's start, if it is the first one in it, else from its own moment, and all that follows up
 * to the next one. A visit is events without a gap; a logout is the last event of its visit.
 * Events at one moment: a logout comes last.
 */
export function cutSegments(presences: readonly Presence[], rules: CutRules): Cuts {
  const segments: Segment[] = []
  let visit: Visit | undefined
  let login: Identifier | undefined
  for (const mark of marksOf(presences, rules)) {
    visit = continues(visit, mark, rules.visitGap)
      ? { ...visit, until: Math.max(visit.until, mark.last) }
      : { from: mark.first, until: mark.last, login: undefined, hasEnded: false }
    const latest = segments.at(-1)
    if (mark.kind === 'login' && mark.login !== undefined) {
      const from = visit.login === undefined ? visit.from : mark.first
      const before = visit.login ?? (latest?.kind === 'login' ? latest.login : undefined)
      if (!isSame(before, mark.login)) segments.push({ from, kind: 'login', login: mark.login })
      login = mark.login
      visit = { ...visit, login }
    }
    if (mark.kind === 'logout') {
      const isRepeat = latest?.kind === 'logout' && latest.time === mark.last
      const from = mark.last + 1
      if (!isRepeat) segments.push({ from, kind: 'logout', time: mark.last, login })
      visit = { ...visit, hasEnded: true }
    }
  }
  const isOpen = visit !== undefined && visit.login === undefined && !visit.hasEnded
  return { segments, openVisit: isOpen ? visit?.from : undefined }
}

interface Visit {
  readonly from: number
  readonly until: number
  readonly login: Identifier | undefined
  readonly hasEnded: boolean
}

/** Nothing follows a logout in its visit: at one moment it comes last. */
function continues(visit: Visit | undefined, { first }: Mark, visitGap: number): visit is Visit {
  return visit !== undefined && !visit.hasEnded && first - visit.until <= visitGap
}

function isSame(a: Identifier | undefined, b: Identifier): boolean {
  return a !== undefined && identifierKey(a) === identifierKey(b)
}

const ranks = { event: 0, login: 1, logout: 2 } as const

function marksOf(presences: readonly Presence[], rules: CutRules): Mark[] {
  const weaker = outdoneLogins(presences, rules)
  const marks = presences.flatMap((presence): Mark[] => {
    const { first, last, login, logout } = presence
    const isLogin = login !== undefined && !weaker.has(presence)
    const mark: Mark = { first, last, kind: isLogin ? 'login' : 'event', login }
    return logout ? [mark, { first: last, last, kind: 'logout', login: undefined }] : [mark]
  })
  return marks.sort((a, b) => a.first - b.first || ranks[a.kind] - ranks[b.kind])
}

/**
 * Logins at a moment at which somebody stronger logs in. In a folded history such a moment may lie
 * inside the other's span.
 */
function outdoneLogins(
  presences: readonly Presence[],
  { compareStrength }: CutRules,
): ReadonlySet<Presence> {
  const outdone = new Set<Presence>()
  const logins = presences.filter((presence) => presence.login !== undefined)
  let present: Presence[] = []
  for (const [first, starting] of groupBy(
    logins.sort((a, b) => a.first - b.first),
    (presence) => presence.first,
  )) {
    present = [...present.filter(({ last }) => last >= first), ...starting]
    for (const { login } of present) {
      for (const other of starting) {
        const isWeaker = login !== undefined && other.login !== undefined
        if (isWeaker && compareStrength(login, other.login) < 0) outdone.add(other)
      }
    }
  }
  return outdone
}
