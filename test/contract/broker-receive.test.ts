import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  bodies,
  deadLetterReceiver,
  eventually,
  lockingReceiver,
  receiveAll,
  receiveOne,
  startTestBroker,
} from './broker-fixture.ts'
import type { TestBroker } from './broker-fixture.ts'

let test: TestBroker

beforeEach(async () => {
  test = await startTestBroker()
})

afterEach(async () => {
  await test.stop()
  expect(test.logged).toEqual([])
})

async function send(count: number): Promise<void> {
  const sender = test.client.createSender('orders')
  let batch = await sender.createMessageBatch()
  for (let body = 0; body < count; body++) {
    if (batch.tryAddMessage({ body })) continue
    await sender.sendMessages(batch)
    batch = await sender.createMessageBatch()
    batch.tryAddMessage({ body })
  }
  await sender.sendMessages(batch)
}

const counts = () => test.broker.snapshot()['orders']

describe('receiveMessages', () => {
  it('waits for a message that arrives later', async () => {
    const receiver = lockingReceiver(test.client)
    for (let body = 0; body < 20; body++) {
      const waiting = receiveOne(receiver)
      await test.client.createSender('orders').sendMessages({ body })
      const message = await waiting
      expect(message.body).toBe(body)
      await receiver.completeMessage(message)
    }
  })

  it('returns empty-handed after the given time, again and again', async () => {
    const receiver = lockingReceiver(test.client)
    await receiver.receiveMessages(1, { maxWaitTimeInMs: 20 })
    const start = Date.now()
    for (let round = 0; round < 5; round++) {
      expect(await receiver.receiveMessages(10, { maxWaitTimeInMs: 20 })).toEqual([])
    }
    // An unanswered drain would cost 200 ms each time and close the link.
    expect(Date.now() - start).toBeLessThan(800)
    await send(1)
    expect(bodies([await receiveOne(receiver)])).toEqual([0])
  })

  it('takes no more than asked for', async () => {
    await send(10)
    expect(await lockingReceiver(test.client).receiveMessages(4)).toHaveLength(4)
    expect(counts()).toMatchObject({ active: 6, locked: 4 })
  })

  it('gives a message to one receiver only', async () => {
    const receivers = [lockingReceiver(test.client), lockingReceiver(test.client)]
    const waiting = receivers.map((receiver) => receiveAll(receiver, 50))
    await send(100)
    const received = (await Promise.all(waiting)).flatMap(bodies) as number[]
    expect(received.sort((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, body) => body))
  })

  it('passes 3,000 messages over one receiver in order', async () => {
    await send(3_000)
    const receiver = test.client.createReceiver('orders')
    const received: unknown[] = []
    while (received.length < 3_000) {
      const messages = await receiver.receiveMessages(500)
      await Promise.all(messages.map((message) => receiver.completeMessage(message)))
      received.push(...bodies(messages))
    }
    expect(received).toEqual(Array.from({ length: 3_000 }, (_, body) => body))
    expect(counts()).toMatchObject({ active: 0, locked: 0 })
  })

  it('locks no more than the client has room for when more than 2,048 are asked for', async () => {
    await send(2_500)
    const receiver = lockingReceiver(test.client)
    const first = await receiver.receiveMessages(2_500, { maxWaitTimeInMs: 1_000 })
    expect(first).toHaveLength(2_048)
    expect(counts()).toMatchObject({ active: 452, locked: 2_048 })
    await Promise.all(first.map((message) => receiver.completeMessage(message)))
    expect(bodies(await receiveAll(receiver, 452))[0]).toBe(2_048)
  })

  it('deletes at once in receiveAndDelete', async () => {
    await send(2_500)
    const receiver = test.client.createReceiver('orders', { receiveMode: 'receiveAndDelete' })
    const received = await receiveAll(receiver, 2_500)
    expect(bodies(received)).toEqual(Array.from({ length: 2_500 }, (_, body) => body))
    expect(received[0]?.lockToken).toBeUndefined()
    expect(counts()).toMatchObject({ active: 0, locked: 0 })
  })

  it('does not take a session where the entity has none', async () => {
    const session = test.client.acceptSession('orders', 'a')
    await expect(session.then((receiver) => receiver.close())).rejects.toThrow("session 'a'")
  })
})

describe('subscribe', () => {
  it('runs at most the given number of handlers and receives what arrives later', async () => {
    const handled: unknown[] = []
    let running = 0
    let most = 0
    const receiver = test.client.createReceiver('orders')
    receiver.subscribe(
      {
        async processMessage(message) {
          most = Math.max(most, ++running)
          await new Promise((resolve) => setTimeout(resolve, 1))
          running -= 1
          handled.push(message.body)
        },
        processError: ({ error }) => Promise.reject(error),
      },
      { maxConcurrentCalls: 8 },
    )
    await send(200)
    await eventually(() => handled.length === 200)
    await send(200)
    await eventually(() => handled.length === 400)
    expect(most).toBe(8)
    await eventually(() => counts()?.locked === 0)
  })

  it('abandons what the handler throws at and delivers it again', async () => {
    const deliveries: unknown[] = []
    const errors: string[] = []
    const receiver = test.client.createReceiver('orders')
    const subscription = receiver.subscribe({
      processMessage(message) {
        deliveries.push([message.body, message.deliveryCount])
        if (message.deliveryCount === 0 || message.body === 1) throw new Error('no')
        return Promise.resolve()
      },
      processError({ error }) {
        errors.push(error.message)
        return Promise.resolve()
      },
    })
    await send(2)
    await eventually(() => counts()?.deadLetters === 1 && counts()?.active === 0)
    await subscription.close()
    expect(deliveries).toEqual([
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
      [1, 2],
    ])
    expect(errors).toEqual(['no', 'no', 'no', 'no'])
    expect(bodies([await receiveOne(deadLetterReceiver(test.client))])).toEqual([1])
  })

  it('stops without losing what it had not started', async () => {
    await send(30)
    const receiver = lockingReceiver(test.client)
    const handled: unknown[] = []
    const subscription = receiver.subscribe({
      processMessage: (message) => Promise.resolve(void handled.push(message.body)),
      processError: ({ error }) => Promise.reject(error),
    })
    await eventually(() => handled.length >= 3)
    await subscription.close()
    await eventually(() => counts()?.locked === 0)
    expect(handled.length + (counts()?.active ?? 0)).toBe(30)
  })
})

describe('peekMessages', () => {
  it('shows messages in every state without taking them', async () => {
    await send(3)
    const sender = test.client.createSender('orders')
    await sender.scheduleMessages({ body: 'later' }, new Date(Date.now() + 60_000))
    const receiver = lockingReceiver(test.client)
    const [locked, deferred] = await receiveAll(receiver, 2)
    if (locked !== undefined && deferred !== undefined) await receiver.deferMessage(deferred)

    const peeked = await test.client.createReceiver('orders').peekMessages(10)
    expect(bodies(peeked)).toEqual([0, 1, 2, 'later'])
    expect(peeked.map(({ state }) => state)).toEqual(['active', 'deferred', 'active', 'scheduled'])
    expect(counts()).toMatchObject({ active: 1, locked: 1, deferred: 1, scheduled: 1 })
  })

  it('goes on after the last message it showed, or from a sequence number', async () => {
    await send(10)
    const receiver = test.client.createReceiver('orders')
    expect(bodies(await receiver.peekMessages(4))).toEqual([0, 1, 2, 3])
    const second = await receiver.peekMessages(4)
    expect(bodies(second)).toEqual([4, 5, 6, 7])
    const last = second[3]?.sequenceNumber
    if (last === undefined) throw new Error('no sequence number')
    const from = { fromSequenceNumber: last.add(1) }
    expect(bodies(await receiver.peekMessages(4, from))).toEqual([8, 9])
    expect(await receiver.peekMessages(4, { fromSequenceNumber: last.add(90) })).toEqual([])
  })

  it('answers nothing for an empty queue', async () => {
    expect(await test.client.createReceiver('orders').peekMessages(1)).toEqual([])
  })
})
