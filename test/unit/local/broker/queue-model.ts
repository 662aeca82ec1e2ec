import * as fc from 'fast-check'
import { acquireDeferred, acquireNext } from '../../../../local/broker/queue/acquire.ts'
import { cancelScheduled, enqueue } from '../../../../local/broker/queue/enqueue.ts'
import { expire } from '../../../../local/broker/queue/expire.ts'
import { createQueueState } from '../../../../local/broker/queue/queue-state.ts'
import type { QueueMessage, QueueState } from '../../../../local/broker/queue/queue-state.ts'
import { renewLock, settle } from '../../../../local/broker/queue/settle.ts'
import type { Settlement } from '../../../../local/broker/queue/settle.ts'
import { someRules } from './some-rules.ts'

/** One thing that happens to a queue; `pick` chooses among what is there. */
export type Step =
  | { readonly kind: 'send'; readonly delay: number; readonly timeToLive: number | undefined }
  | { readonly kind: 'receive'; readonly dead: boolean; readonly mode: 'lock' | 'delete' }
  | { readonly kind: 'settle'; readonly pick: number; readonly settlement: Settlement<string> }
  | { readonly kind: 'renew'; readonly pick: number }
  | { readonly kind: 'fetch-deferred'; readonly pick: number }
  | { readonly kind: 'cancel'; readonly pick: number }
  | { readonly kind: 'wait'; readonly milliseconds: number }

const pick = fc.nat(20)

const settlement = fc.constantFrom<Settlement<string>>(
  { kind: 'complete' },
  { kind: 'abandon' },
  { kind: 'defer' },
  { kind: 'release' },
  { kind: 'dead-letter', reason: 'r', description: undefined },
)

export const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    fc.record({
      kind: fc.constant('send' as const),
      delay: fc.constantFrom(0, 0, 50),
      timeToLive: fc.constantFrom(undefined, undefined, 120),
    }),
    fc.record({
      kind: fc.constant('receive' as const),
      dead: fc.boolean(),
      mode: fc.constantFrom('lock' as const, 'lock' as const, 'delete' as const),
    }),
    fc.record({ kind: fc.constant('settle' as const), pick, settlement }),
    fc.record({ kind: fc.constant('renew' as const), pick }),
    fc.record({ kind: fc.constant('fetch-deferred' as const), pick }),
    fc.record({ kind: fc.constant('cancel' as const), pick }),
    fc.record({
      kind: fc.constant('wait' as const),
      milliseconds: fc.constantFrom(1, 30, 60, 101),
    }),
  ),
  { maxLength: 80 },
)

export interface Holding {
  readonly id: string
  readonly token: string
  readonly until: number
  readonly dead: boolean
}

/** What a careful observer of the queue knows without looking inside. */
export interface Observer {
  readonly state: QueueState<string>
  now: number
  sent: number
  /** Messages that left for good: completed, deleted on receipt, cancelled. */
  readonly gone: Set<string>
  holdings: Holding[]
  /** Deliveries from the main queue that ended in failure, by message. */
  readonly failures: Map<string, number>
  /** Deliveries as they were received: the count shown and the count expected. */
  readonly deliveries: { readonly shown: number; readonly expected: number }[]
  /** Messages delivered to somebody while somebody held them. */
  readonly doubles: string[]
}

export function createObserver(): Observer {
  return {
    state: createQueueState(someRules({ lockDuration: 100, maxDeliveryCount: 3 })),
    now: 1_000,
    sent: 0,
    gone: new Set(),
    holdings: [],
    failures: new Map(),
    deliveries: [],
    doubles: [],
  }
}

function fail(observer: Observer, { id, dead }: Holding): void {
  if (!dead) observer.failures.set(id, (observer.failures.get(id) ?? 0) + 1)
}

function noticeLostLocks(observer: Observer): void {
  const lost = observer.holdings.filter(({ until }) => until <= observer.now)
  for (const holding of lost) fail(observer, holding)
  observer.holdings = observer.holdings.filter(({ until }) => until > observer.now)
}

function received(observer: Observer, message: QueueMessage<string>, dead: boolean): void {
  const { content: id, place } = message
  observer.deliveries.push({
    shown: message.deliveryCount,
    expected: observer.failures.get(id) ?? 0,
  })
  if (observer.gone.has(id) || observer.holdings.some((holding) => holding.id === id)) {
    observer.doubles.push(id)
  }
  if (place.kind !== 'locked') observer.gone.add(id)
  else observer.holdings.push({ id, token: place.token, until: place.until, dead })
}

function settled(observer: Observer, holding: Holding, step: Settlement<string>): void {
  const queue = holding.dead ? observer.state.deadLetters : observer.state
  if (queue === undefined) return
  const outcome = settle(queue, holding.token, step, observer.now)
  if (outcome.kind === 'lock-lost') throw new Error(`lost the lock of ${holding.id} too early`)
  if (outcome.kind === 'not-allowed') return
  observer.holdings = observer.holdings.filter((other) => other !== holding)
  if (step.kind === 'complete') observer.gone.add(holding.id)
  if (step.kind === 'abandon') fail(observer, holding)
}

function messagesIn(state: QueueState<string>, kind: 'deferred' | 'scheduled') {
  return [...state.messages.values()].filter(({ place }) => place.kind === kind)
}

function chosen<T>(items: readonly T[], index: number): T | undefined {
  return items[index % Math.max(items.length, 1)]
}

let tokens = 0
const newToken = (): string => `token-${++tokens}`

function renewed(observer: Observer, holding: Holding): void {
  const queue = holding.dead ? observer.state.deadLetters : observer.state
  const until = queue === undefined ? undefined : renewLock(queue, holding.token, observer.now)
  if (until === undefined) throw new Error(`could not renew the lock of ${holding.id}`)
  observer.holdings = observer.holdings.map((other) =>
    other === holding ? { ...holding, until } : other,
  )
}

type StepOf<K extends Step['kind']> = Extract<Step, { kind: K }>

const lockMode = { kind: 'lock', newToken } as const

function send(observer: Observer, { delay, timeToLive }: StepOf<'send'>): void {
  const id = `m${++observer.sent}`
  const { state, now } = observer
  enqueue(state, { messageId: id, content: id, timeToLive, scheduledFor: now + delay }, now)
}

function receive(observer: Observer, { dead, mode }: StepOf<'receive'>): void {
  const queue = dead ? observer.state.deadLetters : observer.state
  if (queue === undefined) return
  const message = acquireNext(queue, mode === 'lock' ? lockMode : { kind: mode }, observer.now)
  if (message !== undefined) received(observer, message, dead)
}

function fetchDeferred(observer: Observer, index: number): void {
  const { state, now } = observer
  const wanted = chosen(messagesIn(state, 'deferred'), index)
  if (wanted === undefined) return
  for (const message of acquireDeferred(state, [wanted.sequenceNumber], lockMode, now) ?? []) {
    received(observer, message, false)
  }
}

function cancel({ state, now, gone }: Observer, index: number): void {
  const wanted = chosen(messagesIn(state, 'scheduled'), index)
  if (wanted === undefined) return
  if (cancelScheduled(state, [wanted.sequenceNumber], now)) gone.add(wanted.content)
}

function wait(observer: Observer, milliseconds: number): void {
  observer.now += milliseconds
  noticeLostLocks(observer)
  expire(observer.state, observer.now)
}

/** Does one step and keeps the observer's account of it. */
export function take(observer: Observer, step: Step): void {
  const held = 'pick' in step ? chosen(observer.holdings, step.pick) : undefined
  switch (step.kind) {
    case 'wait':
      wait(observer, step.milliseconds)
      break
    case 'send':
      send(observer, step)
      break
    case 'receive':
      receive(observer, step)
      break
    case 'settle':
      if (held !== undefined) settled(observer, held, step.settlement)
      break
    case 'renew':
      if (held !== undefined) renewed(observer, held)
      break
    case 'fetch-deferred':
      fetchDeferred(observer, step.pick)
      break
    case 'cancel':
      cancel(observer, step.pick)
      break
  }
}
