import { randomBytes } from 'node:crypto'
import rhea from 'rhea'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  aQueue,
  bodies,
  entitiesWith,
  lockingReceiver,
  receiveAll,
  receiveOne,
  startTestBroker,
} from './broker-fixture.ts'
import type { TestBroker } from './broker-fixture.ts'

let test: TestBroker

beforeEach(async () => {
  test = await startTestBroker(
    entitiesWith([
      aQueue('orders'),
      aQueue('unique', {
        RequiresDuplicateDetection: true,
        DuplicateDetectionHistoryTimeWindow: 'PT1M',
      }),
    ]),
  )
})

afterEach(async () => {
  await test.stop()
  expect(test.logged).toEqual([])
})

describe('sending to a queue', () => {
  it('delivers one message, several messages and a batch in the order they were sent', async () => {
    const sender = test.client.createSender('orders')
    await sender.sendMessages({ body: 1 })
    await sender.sendMessages([{ body: 2 }, { body: 3 }])
    const batch = await sender.createMessageBatch()
    for (let body = 4; body <= 50; body++) expect(batch.tryAddMessage({ body })).toBe(true)
    await sender.sendMessages(batch)

    const received = await receiveAll(lockingReceiver(test.client), 50)
    expect(bodies(received)).toEqual(Array.from({ length: 50 }, (_, index) => index + 1))
    expect(received.map((message) => message.sequenceNumber?.toNumber())).toEqual(bodies(received))
  })

  it('keeps every property of a message', async () => {
    const sent = {
      body: { text: 'grüezi', list: [1, 2.5, null, true] },
      messageId: 'm-1',
      correlationId: 'c-1',
      contentType: 'application/json',
      subject: 'subject',
      to: 'to',
      replyTo: 'reply-to',
      replyToSessionId: 'reply-session',
      sessionId: 'session',
      partitionKey: 'session',
      timeToLive: 600_000,
      applicationProperties: { text: 'a', whole: 7, real: 1.5, yes: true, none: null },
    }
    await test.client.createSender('orders').sendMessages(sent)
    const received = await receiveOne(lockingReceiver(test.client))
    expect(received).toMatchObject(sent)
    expect(received.deliveryCount).toBe(0)
    expect(received.state).toBe('active')
    expect(received.expiresAtUtc?.getTime()).toBe(
      (received.enqueuedTimeUtc?.getTime() ?? 0) + 600_000,
    )
  })

  it('passes AMQP types on as they were sent', async () => {
    const { types } = rhea
    await test.client.createSender('orders').sendMessages({
      body: [types.wrap_long(5), types.wrap_double(2), types.wrap_uuid(randomBytes(16))],
      bodyType: 'value',
      applicationProperties: { long: types.wrap_long(5) as unknown as number },
    })
    const [peeked] = await test.client.createReceiver('orders').peekMessages(1)
    expect(peeked?.applicationProperties).toEqual({ long: 5 })
    expect(peeked?.body).toEqual([5, 2, expect.any(Buffer)])
  })

  it('passes on binary bodies', async () => {
    const body = randomBytes(100_000)
    await test.client.createSender('orders').sendMessages({ body })
    const received = await receiveOne(lockingReceiver(test.client))
    expect(body.equals(received.body as Buffer)).toBe(true)
  })

  it('gives a message without an id an id', async () => {
    await test.client.createSender('orders').sendMessages([{ body: 1 }, { body: 2, subject: 's' }])
    const [first, second] = await receiveAll(lockingReceiver(test.client), 2)
    expect(first?.messageId).toMatch(/^[0-9a-f]{32}$/)
    expect(second?.messageId).toMatch(/^[0-9a-f]{32}$/)
    expect(first?.messageId).not.toBe(second?.messageId)
    expect(second?.subject).toBe('s')
  })

  it('takes many sends at once', async () => {
    const sender = test.client.createSender('orders')
    await sender.createMessageBatch()
    const sends = Array.from({ length: 300 }, (_, body) => sender.sendMessages({ body }))
    await Promise.all(sends)
    expect(test.broker.snapshot()['orders']?.active).toBe(300)
  })

  it('does not find an entity that is not declared', async () => {
    await expect(
      test.client.createSender('nowhere').sendMessages({ body: 1 }),
    ).rejects.toMatchObject({ code: 'MessagingEntityNotFound' })
    await expect(test.client.createReceiver('nowhere').receiveMessages(1)).rejects.toMatchObject({
      code: 'MessagingEntityNotFound',
    })
  })

  it('finds entities in any case', async () => {
    await test.client.createSender('ORDERS').sendMessages({ body: 1 })
    expect(bodies([await receiveOne(lockingReceiver(test.client, 'Orders'))])).toEqual([1])
  })

  it('does not take messages for a dead-letter queue', async () => {
    const sender = test.client.createSender('orders/$DeadLetterQueue')
    await expect(sender.sendMessages({ body: 1 })).rejects.toThrow('cannot be sent')
  })
})

describe('the size limit', () => {
  it('is told to senders, whose batches stay below it', async () => {
    const sender = test.client.createSender('orders')
    const batch = await sender.createMessageBatch()
    expect(batch.maxSizeInBytes).toBe(262_144)
    const body = randomBytes(10_000)
    let added = 0
    while (batch.tryAddMessage({ body })) added += 1
    expect(added).toBe(26)
    await sender.sendMessages(batch)
    expect(test.broker.snapshot()['orders']?.active).toBe(26)
  })

  it('refuses a larger message and takes the next', async () => {
    const sender = test.client.createSender('orders')
    await sender.sendMessages({ body: randomBytes(261_000) })
    await expect(sender.sendMessages({ body: randomBytes(262_144) })).rejects.toMatchObject({
      code: 'MessageSizeExceeded',
      retryable: false,
    })
    await sender.sendMessages({ body: 1 })
    expect(test.broker.snapshot()['orders']?.active).toBe(2)
  })

  it('refuses a larger scheduled message', async () => {
    const sender = test.client.createSender('orders')
    const large = { body: randomBytes(262_144) }
    await expect(
      sender.scheduleMessages(large, new Date(Date.now() + 60_000)),
    ).rejects.toMatchObject({ code: 'MessageSizeExceeded' })
  })
})

describe('scheduling', () => {
  const inAnHour = () => new Date(Date.now() + 3_600_000)

  it('holds messages back until they are due and then gives them new sequence numbers', async () => {
    const sender = test.client.createSender('orders')
    const numbers = await sender.scheduleMessages([{ body: 'a' }, { body: 'b' }], inAnHour())
    await sender.sendMessages({ body: 'c', scheduledEnqueueTimeUtc: inAnHour() })
    await sender.sendMessages({ body: 'now' })
    expect(numbers.map((number) => number.toNumber())).toEqual([1, 2])
    expect(test.broker.snapshot()['orders']).toMatchObject({ active: 1, scheduled: 3 })

    const receiver = lockingReceiver(test.client)
    const early = await receiveOne(receiver)
    expect(early.body).toBe('now')
    await receiver.completeMessage(early)
    const waiting = receiveAll(receiver, 3)
    test.advance(3_600_001)
    const received = await waiting
    expect(bodies(received)).toEqual(['a', 'b', 'c'])
    expect(received.map((message) => message.sequenceNumber?.toNumber())).toEqual([5, 6, 7])
    expect(received[0]?.scheduledEnqueueTimeUtc).toBeInstanceOf(Date)
  })

  it('takes a time in the past as now', async () => {
    await test.client.createSender('orders').scheduleMessages({ body: 1 }, new Date(0))
    expect(test.broker.snapshot()['orders']).toMatchObject({ active: 1, scheduled: 0 })
  })

  it('cancels, and does not find what is not scheduled', async () => {
    const sender = test.client.createSender('orders')
    const [first, second] = await sender.scheduleMessages([{ body: 1 }, { body: 2 }], inAnHour())
    await sender.cancelScheduledMessages(first ?? [])
    expect(test.broker.snapshot()['orders']?.scheduled).toBe(1)
    await expect(sender.cancelScheduledMessages(first ?? [])).rejects.toMatchObject({
      code: 'MessageNotFound',
    })
    await sender.cancelScheduledMessages(second ?? [])
    expect(test.broker.snapshot()['orders']?.scheduled).toBe(0)
  })
})

describe('duplicate detection', () => {
  it('drops an id sent before within the window, silently', async () => {
    const sender = test.client.createSender('unique')
    await sender.sendMessages({ body: 1, messageId: 'a' })
    await sender.sendMessages([
      { body: 2, messageId: 'a' },
      { body: 3, messageId: 'b' },
      { body: 4, messageId: 'b' },
    ])
    await sender.scheduleMessages({ body: 5, messageId: 'b' }, new Date(Date.now() + 1_000_000))
    const receiver = lockingReceiver(test.client, 'unique')
    const received = await receiveAll(receiver, 2)
    expect(bodies(received)).toEqual([1, 3])
    for (const message of received) await receiver.completeMessage(message)

    await sender.sendMessages({ body: 6, messageId: 'a' })
    expect(test.broker.snapshot()['unique']).toMatchObject({ active: 0, scheduled: 0 })
    test.advance(60_001)
    await sender.sendMessages({ body: 7, messageId: 'a' })
    expect(bodies([await receiveOne(receiver)])).toEqual([7])
  })

  it('is off where the entity does not ask for it', async () => {
    const twice = { body: 1, messageId: 'a' }
    await test.client.createSender('orders').sendMessages([twice, twice])
    expect(test.broker.snapshot()['orders']?.active).toBe(2)
  })
})
