import { beats, factOf, othersOf, resolve, sameContent } from './facts.ts'
import type { Facts } from './facts.ts'
import type { FactId, Id, Storage } from './storage.ts'

/**
 * Strict: a stub points to a profile, always, and a profile never shows less than before. Patient: with two writers a stub may for a moment point to a row that has
 * become a stub itself, or was detached; never to nothing, and never in a circle.
 */
export type Reader = 'strict' | 'patient'

/** What a reader would find broken, at any moment. */
export function broken(storage: Storage, reader: Reader): string | undefined {
  for (const id of Object.keys(storage.profiles)) {
    const problem = lookUp(storage, id, reader)
    if (problem !== undefined) return problem
  }
  const [lapsed] = storage.lapsed
  if (reader === 'strict' && lapsed !== undefined) return `profile ${lapsed} went back`
  const members = Object.values(storage.members).filter((row) => row.in).length
  return members === storage.count ? undefined : `count ${storage.count} of ${members} members`
}

function lookUp(storage: Storage, id: Id, reader: Reader): string | undefined {
  const hops = reader === 'strict' ? 1 : 2
  let at = id
  for (let hop = 0; hop <= hops; hop += 1) {
    const content = storage.profiles[at]?.content
    if (content === undefined) return `stub ${id} leads to ${at}, which has no row`
    if (content.kind === 'profile') return undefined
    if (content.kind === 'detached') {
      return at === id || reader === 'patient' ? undefined : `stub ${id} leads to detached ${at}`
    }
    at = content.survivor
  }
  return `stub ${id} leads on after ${hops} stubs`
}

/** What differs from a clean run over the same copies, once all receipts are written. */
export function wrong(
  facts: Facts,
  copies: readonly FactId[],
  storage: Storage,
): string | undefined {
  return (
    wrongFacts(facts, winners(facts, copies), storage) ??
    wrongRows(facts, winners(facts, copies), storage) ??
    wrongEffects(storage)
  )
}

function winners(facts: Facts, copies: readonly FactId[]): FactId[] {
  return copies.filter((copy) => {
    const { message } = factOf(facts, copy)
    const rivals = copies.filter((one) => factOf(facts, one).message === message)
    return rivals.every((rival) => rival === copy || beats(facts, copy, rival))
  })
}

function wrongFacts(
  facts: Facts,
  winning: readonly FactId[],
  storage: Storage,
): string | undefined {
  for (const [id, node] of Object.entries(storage.nodes)) {
    const expected = winning.filter((fact) => factOf(facts, fact).home === id).sort()
    if (node.facts.join() !== expected.join()) {
      return `node ${id} has [${node.facts.join()}], not [${expected.join()}]`
    }
  }
  for (const fact of winning) {
    const { home, message } = factOf(facts, fact)
    if (!storage.nodes[home]?.facts.includes(fact)) return `${fact} is not at its home ${home}`
    const bare = othersOf(factOf(facts, fact)).find(
      (id) => !storage.nodes[id]?.hints.includes(home),
    )
    if (bare !== undefined) return `${bare} has no hint of ${home}`
    const row = storage.messages[message]
    if (row?.winner !== fact) return `messages names ${row?.winner}, not ${fact}`
    if (row.previous.length > 0) return `previous is left: ${row.previous.join()}`
  }
  return undefined
}

function wrongRows(facts: Facts, winning: readonly FactId[], storage: Storage): string | undefined {
  const ids = [...new Set([...Object.keys(storage.nodes), ...Object.keys(storage.profiles)])]
  for (const [id, content] of Object.entries(resolve(facts, ids, winning))) {
    const row = storage.profiles[id]
    if (!sameContent(row?.content, content)) {
      return `row ${id} is ${JSON.stringify(row?.content)}, not ${JSON.stringify(content)}`
    }
    const isMember = storage.members[id]?.in ?? false
    if (isMember !== (content.kind === 'profile')) return `member row ${id} is stale`
    if (row !== undefined && row.owed.length > 0) return `row ${id} still owes ${row.owed.join()}`
  }
  return undefined
}

function wrongEffects(storage: Storage): string | undefined {
  const lost = storage.promised.filter((one) => !storage.published.includes(one))
  return lost.length > 0 ? `never published: ${lost.join('; ')}` : undefined
}
