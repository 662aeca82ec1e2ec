import { batchCalls, type Call } from '../main/traffic.ts'

/** Visitors of a shop, by number; their events come in batches. */
export interface Crowd {
  readonly name: string
  /** Events in all; a multiple of 500. */
  readonly events: number
}

/** Each visitor's ten or so events come in two or three batches near each other. */
const [batchEvents, batchVisitors, windowBatches, windowVisitors] = [100, 25, 5, 50]

export function visitorsOf({ events }: Crowd): number {
  return (events / batchEvents / windowBatches) * windowVisitors
}

/**
 * The bodies to send. Of ten visitors six stay unknown, four sign in: one of them on two devices,
 * and one on the device of another, who signs in there as well.
 */
export function* crowdBatches(crowd: Crowd): Generator<string> {
  for (let batch = 0; batch < crowd.events / batchEvents; batch += 1) {
    const window = Math.floor(batch / windowBatches)
    const first = window * windowVisitors + (batch % 2) * batchVisitors
    const calls = batchCalls({
      ...{ id: `${crowd.name}-${batch}`, crowd: crowd.name, first, visitors: batchVisitors },
      ...{ events: batchEvents, identified: false, time: Date.now() },
    })
    const isLater = batch % windowBatches >= windowBatches / 2
    yield JSON.stringify({
      batch: calls.map((call, index) => {
        const visitor = first + (index % batchVisitors)
        const isSignIn = Math.floor(index / batchVisitors) === 2 && signsIn(visitor)
        const devices = { ...call, anonymousId: cookieOf(crowd, visitor, isLater) }
        return isSignIn ? signIn(crowd, visitor, devices) : devices
      }),
    })
  }
}

function signIn(crowd: Crowd, visitor: number, { messageId, timestamp, anonymousId }: Call): Call {
  const traits = { email: `${crowd.name}-${visitor}@example.com`, firstName: 'Ann', plan: 'gold' }
  const userId = userOf(crowd, visitor)
  return { type: 'identify', messageId, timestamp, anonymousId, userId, traits }
}

function signsIn(visitor: number): boolean {
  return visitor % 10 < 4
}

function cookieOf({ name }: Crowd, visitor: number, isLater: boolean): string {
  const isGuest = visitor % 10 === 2
  const hasTwo = visitor % 10 === 3
  return `cookie-${name}-${isGuest ? visitor - 1 : visitor}${hasTwo && isLater ? '-phone' : ''}`
}

function userOf({ name }: Crowd, visitor: number): string {
  return `user-${name}-${visitor}`
}

/** By what a visitor is asked for, and names herself when she comes again. */
export interface VisitorKey {
  readonly namespace: 'userId' | 'anonymousId'
  readonly value: string
}

export function keyOf(crowd: Crowd, visitor: number): VisitorKey {
  return signsIn(visitor)
    ? { namespace: 'userId', value: userOf(crowd, visitor) }
    : { namespace: 'anonymousId', value: cookieOf(crowd, visitor, false) }
}
