import { factOf, neighbours, resolve, sameContent } from './facts.ts'
import { passOn } from './owed.ts'
import { call } from './protocol.ts'
import type { Phase, Planned, Setting, Task } from './protocol.ts'
import * as store from './storage.ts'
import type { Content, Effect, FactId, Id, MessageRow, NodeRow, ProfileRow } from './storage.ts'

type Read = readonly [id: Id, row: ProfileRow | null, node: NodeRow]

/** (2) breadth first over links and hints, each profile row before the facts of its identifier; and (3). */
export const read: Phase<'read'> = function* ({ fact, message }, setting) {
  const { facts, without } = setting
  const copies = copiesToRead(fact, message, without)
  const ids = [...new Set(copies.flatMap((copy) => factOf(facts, copy).ids))]
  const component: Read[] = []
  for (const id of ids) {
    const one = yield* readOne(id, setting)
    component.push(one)
    for (const next of neighbours(facts, one[2])) if (!ids.includes(next)) ids.push(next)
  }
  const isCareless = without.has('absent homes not noted')
  const noted = component.filter(([, , node]) => !isCareless || node.version > 0)
  const versions = noted.map(([id, , node]) => [id, node.version] as const)
  const owing = component.flatMap(([id, row]) => (row?.owed.length ? [{ id, row }] : []))
  const isSettled = !without.has('only written rows settled')
  const writes = plan(component, setting)
  return {
    phase: 'write',
    args: { fact, message, versions, writes, owing: isSettled ? owing : [] },
  }
}

/**
 * A winner reads what the copies before it leave. A copy that was replaced may have been such a winner, and may have
 * left rows at any copy of the message.
 */
function copiesToRead(fact: FactId, message: MessageRow, without: Setting['without']): FactId[] {
  if (without.has('replaced copies not read')) return [fact]
  if (message.winner === fact) return [fact, ...message.previous]
  if (without.has('replaced copy reads only itself')) return [fact]
  return [fact, ...message.previous, ...message.replaced]
}

function* readOne(id: Id, { without }: Setting) {
  const isLate = without.has('profile row read after the facts')
  const early = isLate ? null : yield* call(store.readProfile(id))
  const node = yield* call(store.readNode(id))
  const late = isLate ? yield* call(store.readProfile(id)) : early
  if (!without.has('version read after the facts')) return [id, late, node] as const
  const { version } = yield* call(store.readNode(id))
  return [id, late, { ...node, version }] as const
}

function plan(component: readonly Read[], { facts, without }: Setting): Planned[] {
  const ids = component.map(([id]) => id)
  const stored = store.union(
    component.flatMap(([, , node]) => node.facts),
    [],
  )
  const contents = resolve(facts, ids, stored)
  const writes = component.flatMap(([id, found]): Planned[] => {
    const content = contents[id]
    if (content === undefined || sameContent(found?.content, content)) return []
    return [{ id, found, content }]
  })
  return writes.sort((left, right) => turn(left, without) - turn(right, without))
}

/** Profiles, then stubs that move to them, then the rows that cease to be profiles: nothing points to those any more. */
function turn({ content, found }: Planned, without: Setting['without']): number {
  if (content.kind === 'profile') return 1
  if (without.has('stubs before profiles')) return 0
  return found?.content.kind === 'profile' && !without.has('former profiles not last') ? 3 : 2
}

/** (4) the next row that differs, by its ETag of (2). Whoever writes a row settles what it finds first. */
export const write: Phase<'write'> = function* (args, setting) {
  const { without } = setting
  const [next, ...writes] = args.writes
  if (next === undefined) return { phase: 'validate', args }
  const { id, found, content } = next
  const isDebtFound = found !== null && found.owed.length > 0
  if (isDebtFound && !without.has('found debts overwritten')) {
    yield* passOn({ id, row: found }, setting)
  }
  const row = {
    version: (found?.version ?? 0) + 1,
    content,
    owed: effects(found?.content, content),
  }
  const isBlind = without.has('profiles written without ETag')
  const base = isBlind ? yield* call(store.readProfile(id)) : found
  const written = yield* call(store.writeProfile(id, base, row))
  if (written === null) return again(args)
  const others = args.owing.filter((one) => one.id !== id)
  const owing = row.owed.length > 0 ? [...others, { id, row: written }] : others
  return { phase: 'write', args: { ...args, writes, owing } }
}

/** What a change of a row owes to others. */
function effects(before: Content | undefined, after: Content): Effect[] {
  const wasIn = before?.kind === 'profile'
  const isIn = after.kind === 'profile'
  if (wasIn === isIn) return []
  if (isIn) return ['in']
  return after.kind === 'stub' ? ['out', `to:${after.survivor}`] : ['out']
}

/** (5) the next of the versions of (2); a change → (2). */
export const validate: Phase<'validate'> = function* (args, { without }) {
  const [noted, ...versions] = args.versions
  if (noted === undefined || without.has('no re-validation')) return { phase: 'settle', args }
  const [id, version] = noted
  const node = yield* call(store.readNode(id))
  return node.version === version ? { phase: 'validate', args: { ...args, versions } } : again(args)
}

function again({ fact, message }: Task) {
  return { phase: 'read', args: { fact, message } } as const
}
