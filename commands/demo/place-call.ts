import type { Call } from '../load/source-record.ts'
import { crowdEmail, crowdId, type Crowd } from './crowd.ts'
import type { Tape } from './tape.ts'

/** A call of the tape as it happens to a crowd: at its time, with ids of its own. */
export function placeCall(call: Call, tape: Pick<Tape, 'last'>, crowd: Crowd): Call {
  const { number, end } = crowd
  const time = Date.parse(String(call['timestamp'])) + (end - tape.last)
  const placed: Record<string, unknown> = { ...call, timestamp: new Date(time).toISOString() }
  for (const name of ['messageId', 'anonymousId', 'userId']) {
    const id = call[name]
    if (typeof id === 'string') placed[name] = crowdId(id, number)
  }
  replaceText(placed, 'traits', 'email', (email) => crowdEmail(email, number))
  replaceText(placed, 'properties', 'order_id', (id) => crowdId(id, number))
  return placed
}

function replaceText(
  call: Record<string, unknown>,
  container: string,
  member: string,
  replace: (text: string) => string,
): void {
  const members = call[container]
  if (typeof members !== 'object' || members === null) return
  const text = (members as Record<string, unknown>)[member]
  if (typeof text === 'string') call[container] = { ...members, [member]: replace(text) }
}
