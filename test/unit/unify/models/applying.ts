import { beats, factOf, othersOf } from './facts.ts'
import { call } from './protocol.ts'
import type { Phase, Position, Setting } from './protocol.ts'
import * as store from './storage.ts'
import type { FactId, MessageRow } from './storage.ts'

/** (a) the home's row, then (b) the row in `messages`, which says which copy counts. */
export const decide: Phase<'decide'> = function* ({ fact }, setting) {
  const { facts, without } = setting
  const { home: homeId, message: messageId } = factOf(facts, fact)
  const early = yield* call(store.readNode(homeId))
  let message: MessageRow = yield* call(store.insertMessage(messageId, fact))
  if (message.winner !== fact) {
    if (!beats(facts, fact, message.winner)) return lost(fact, message, setting)
    const previous = store.union(message.previous, [message.winner])
    const winning = { ...message, winner: fact, previous }
    const written = yield* call(store.writeMessage(messageId, winning))
    if (written === null) return { phase: 'decide', args: { fact } }
    message = written
  }
  const isLate = without.has('home row read after the messages row')
  const home = isLate ? yield* call(store.readNode(homeId)) : early
  // Hints come first, so an applied copy has all of them.
  if (home.facts.includes(fact)) {
    const isHasty = without.has('applied copy goes straight to materialising')
    return isHasty ? { phase: 'read', args: { fact, message } } : startTakeOut(fact, message)
  }
  const args = { fact, message, home, unhinted: othersOf(factOf(facts, fact)) }
  const isHintLast = without.has('hint after the home transaction')
  return { phase: isHintLast ? 'applyAtHome' : 'hint', args }
}

/** A copy that was the winner once may have rows on the way out: it materialises once more. */
function lost(fact: FactId, message: MessageRow, { without }: Setting): Position {
  const wasWinner = message.previous.includes(fact) || message.replaced.includes(fact)
  const isRevisited = wasWinner && !without.has('replaced copy stops at once')
  return { phase: isRevisited ? 'read' : 'finish', args: { fact, message } }
}

function startTakeOut(fact: FactId, message: MessageRow): Position {
  return { phase: 'takeOut', args: { fact, message, left: message.previous } }
}

/** (c) names the home at the next other identifier. */
export const hint: Phase<'hint'> = function* (args, { facts, without }) {
  const [id, ...unhinted] = args.unhinted
  if (id === undefined) {
    const isLast = without.has('hint after the home transaction')
    return isLast ? startTakeOut(args.fact, args.message) : { phase: 'applyAtHome', args }
  }
  const node = yield* call(store.readNode(id))
  const home = factOf(facts, args.fact).home
  if (node.hints.includes(home)) return { phase: 'hint', args: { ...args, unhinted } }
  const version = node.version + (without.has('hint without a raised version') ? 0 : 1)
  const hinted = { ...node, version, hints: store.union(node.hints, [home]) }
  const isWritten = yield* call(store.writeNode(`hint ${home}`, id, hinted))
  return { phase: 'hint', args: isWritten ? { ...args, unhinted } : args }
}

/** (d) the home's transaction, by the ETag of (a). */
export const applyAtHome: Phase<'applyAtHome'> = function* (args, { facts, without }) {
  const { fact, message, home } = args
  const applied = { ...home, version: home.version + 1, facts: store.union(home.facts, [fact]) }
  const homeId = factOf(facts, fact).home
  const isWritten = yield* call(store.writeNode(`apply ${fact}`, homeId, applied))
  if (!isWritten) return { phase: 'decide', args: { fact } }
  const isHintLast = without.has('hint after the home transaction')
  return isHintLast ? { phase: 'hint', args } : startTakeOut(fact, message)
}

/** Takes the next copy in `previous` out of its home. What was read through it still is: it leaves hints. */
export const takeOut: Phase<'takeOut'> = function* (args, { facts, without }) {
  const { fact, message } = args
  const [copy, ...left] = args.left
  if (copy === undefined) return { phase: 'read', args: { fact, message } }
  const { home } = factOf(facts, copy)
  const node = yield* call(store.readNode(home))
  const next: Position = { phase: 'takeOut', args: { fact, message, left } }
  const isAbsent = !node.facts.includes(copy)
  if (isAbsent && without.has('nothing there, no version raised')) return next
  const isForgetful = without.has('copy taken out leaves no hints')
  const row = {
    ...node,
    version: node.version + 1,
    facts: node.facts.filter((one) => one !== copy),
    hints: isForgetful ? node.hints : store.union(node.hints, othersOf(factOf(facts, copy))),
  }
  const isWritten = yield* call(store.writeNode(`take out ${copy}`, home, row))
  return isWritten ? next : { phase: 'takeOut', args }
}
