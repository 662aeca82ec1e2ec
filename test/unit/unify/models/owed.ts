import { factOf } from './facts.ts'
import { call } from './protocol.ts'
import type { Found, Phase, Setting } from './protocol.ts'
import * as store from './storage.ts'

/** Brings the member row and its count up to this row, then publishes. */
export function* passOn({ id, row }: Found, { without }: Setting) {
  if (row.owed.includes('in') || row.owed.includes('out')) {
    const member = { in: row.owed.includes('in'), version: row.version }
    if (without.has('count in its own transaction')) {
      const difference = yield* call(store.writeMemberAlone(id, member))
      yield* call(store.addToCount(difference))
    } else if (without.has('exit deletes the member row')) {
      yield* call(store.writeOrDeleteMember(id, member))
    } else if (without.has('older version overwrites the member row')) {
      yield* call(store.overwriteMember(id, member))
    } else {
      yield* call(store.writeMember(id, member))
    }
  }
  yield* call(store.publish(id, row))
}

/** (6) the next row of the component that owes something; the list is cleared last. */
export const settle: Phase<'settle'> = function* (args, setting) {
  const { fact, message } = args
  const [next, ...owing] = args.owing
  if (next === undefined) return { phase: 'finish', args: { fact, message } }
  yield* passOn(next, setting)
  const isBlind = setting.without.has('debts cleared without ETag')
  const base = isBlind ? ((yield* call(store.readProfile(next.id))) ?? next.row) : next.row
  // On 412 another worker has written the row, and has settled this list before.
  yield* call(store.writeProfile(next.id, base, { ...base, owed: [] }))
  return { phase: 'settle', args: { ...args, owing } }
}

/** `previous` is cleared, then (7) the receipt. */
export const finish: Phase<'finish'> = function* ({ fact, message }, { facts, without }) {
  if (message.winner === fact && message.previous.length > 0) {
    const messageId = factOf(facts, fact).message
    const replaced = store.union(message.replaced, message.previous)
    const cleared = { ...message, previous: [], replaced }
    if (without.has('previous cleared without ETag')) {
      yield* call(store.clearPrevious(messageId))
    } else {
      const written = yield* call(store.writeMessage(messageId, cleared))
      if (written === null) return { phase: 'decide', args: { fact } }
    }
  }
  yield* call(store.receipt(fact))
  return 'done'
}
