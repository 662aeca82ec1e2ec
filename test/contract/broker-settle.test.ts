import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ServiceBusReceiver } from '@azure/service-bus'
import {
  aQueue,
  bodies,
  deadLetterReceiver,
  entitiesWith,
  eventually,
  lockingReceiver,
  receiveAll,
  receiveOne,
  startTestBroker,
} from './broker-fixture.ts'
import type { TestBroker } from './broker-fixture.ts'

let test: TestBroker
let receiver: ServiceBusReceiver

beforeEach(async () => {
  test = await startTestBroker(
    entitiesWith([
      aQueue('orders'),
      aQueue('brief', {
        DefaultMessageTimeToLive: 'PT10M',
        DeadLetteringOnMessageExpiration: true,
      }),
    ]),
  )
  receiver = lockingReceiver(test.client)
})

afterEach(async () => {
  await test.stop()
  expect(test.logged).toEqual([])
})

async function send(...messages: { body: unknown; timeToLive?: number }[]): Promise<void> {
  await test.client.createSender('orders').sendMessages(messages)
}

const counts = (queue = 'orders') => test.broker.snapshot()[queue]

const nothing = { active: 0, scheduled: 0, deferred: 0, locked: 0, deadLetters: 0 }

describe('settling', () => {
  it('completes', async () => {
    await send({ body: 1 })
    await receiver.completeMessage(await receiveOne(receiver))
    expect(counts()).toEqual(nothing)
  })

  it('abandons with changed properties, in the old place, until the delivery count is used up', async () => {
    await send({ body: 1 }, { body: 2 })
    for (let deliveryCount = 0; deliveryCount < 3; deliveryCount++) {
      const message = await receiveOne(receiver)
      expect(message).toMatchObject({ body: 1, deliveryCount })
      await receiver.abandonMessage(message, { [`try${deliveryCount}`]: deliveryCount })
    }
    expect(counts()).toEqual({ ...nothing, active: 1, deadLetters: 1 })
    const dead = await receiveOne(deadLetterReceiver(test.client))
    expect(dead).toMatchObject({
      body: 1,
      deliveryCount: 3,
      deadLetterReason: 'MaxDeliveryCountExceeded',
      deadLetterErrorDescription: expect.stringContaining('3 delivery attempts') as string,
      deadLetterSource: 'orders',
      applicationProperties: { try0: 0, try1: 1, try2: 2 },
    })
    expect(dead.sequenceNumber?.toNumber()).toBe(1)
  })

  it('dead-letters with reason, description and properties', async () => {
    await test.client
      .createSender('orders')
      .sendMessages({ body: 1, applicationProperties: { kept: 'yes' } })
    await receiver.deadLetterMessage(await receiveOne(receiver), {
      deadLetterReason: 'poison',
      deadLetterErrorDescription: 'cannot be read',
      extra: 5,
    })
    const dead = await receiveOne(deadLetterReceiver(test.client))
    expect(dead).toMatchObject({
      deadLetterReason: 'poison',
      deadLetterErrorDescription: 'cannot be read',
      applicationProperties: { kept: 'yes', extra: 5 },
    })
  })

  it('dead-letters without a reason', async () => {
    await send({ body: 1 })
    await receiver.deadLetterMessage(await receiveOne(receiver))
    const dead = await receiveOne(deadLetterReceiver(test.client))
    expect(dead.deadLetterReason).toBeUndefined()
  })

  it('defers until asked for by sequence number', async () => {
    await send({ body: 1 }, { body: 2 })
    const message = await receiveOne(receiver)
    await receiver.deferMessage(message, { why: 'later' })
    expect(bodies([await receiveOne(receiver)])).toEqual([2])
    const number = message.sequenceNumber
    if (number === undefined) throw new Error('no sequence number')

    const [first] = await receiver.receiveDeferredMessages(number)
    if (first === undefined) throw new Error('not deferred')
    expect(first).toMatchObject({ body: 1, applicationProperties: { why: 'later' } })
    await expect(receiver.receiveDeferredMessages(number)).rejects.toMatchObject({
      code: 'MessageNotFound',
    })
    await receiver.abandonMessage(first)
    expect(counts()).toMatchObject({ deferred: 1, locked: 1 })
    const [second] = await receiver.receiveDeferredMessages(number)
    if (second === undefined) throw new Error('not deferred')
    expect(second.deliveryCount).toBe(1)
    await receiver.completeMessage(second)
    expect(counts()).toMatchObject({ deferred: 0, locked: 1 })
  })

  it('settles after the receiver was closed, as locks stay', async () => {
    await send({ body: 1 }, { body: 2 }, { body: 3 })
    const [first, second, third] = await receiveAll(receiver, 3)
    await receiver.close()
    const other = lockingReceiver(test.client)
    if (first !== undefined) await other.completeMessage(first)
    if (second !== undefined) {
      await other.deadLetterMessage(second, {
        deadLetterReason: 'r',
        deadLetterErrorDescription: 'd',
        more: 'm',
      })
    }
    if (third !== undefined) await other.abandonMessage(third, { again: true })
    expect(counts()).toEqual({ ...nothing, active: 1, deadLetters: 1 })
    expect(await receiveOne(other)).toMatchObject({
      deliveryCount: 1,
      applicationProperties: { again: true },
    })
    expect(await receiveOne(deadLetterReceiver(test.client))).toMatchObject({
      deadLetterReason: 'r',
      applicationProperties: { more: 'm' },
    })
  })
})

describe('locks', () => {
  it('run out, which counts as a delivery, and the old holder is told', async () => {
    await send({ body: 1 })
    const lost = await receiveOne(receiver)
    const waiting = receiveOne(lockingReceiver(test.client))
    test.advance(30_001)
    const again = await waiting
    expect(again.deliveryCount).toBe(1)
    expect(again.lockToken).not.toBe(lost.lockToken)
    await expect(receiver.completeMessage(lost)).rejects.toMatchObject({ code: 'MessageLockLost' })
    await expect(receiver.renewMessageLock(lost)).rejects.toMatchObject({ code: 'MessageLockLost' })
    await receiver.completeMessage(again)
    expect(counts()).toEqual(nothing)
  })

  it('run out three times and make a dead letter', async () => {
    await send({ body: 1 })
    for (let delivery = 0; delivery < 3; delivery++) {
      await receiveOne(receiver)
      test.advance(30_001)
    }
    const dead = await receiveOne(deadLetterReceiver(test.client))
    expect(dead).toMatchObject({ deliveryCount: 3, deadLetterReason: 'MaxDeliveryCountExceeded' })
  })

  it('are renewed', async () => {
    await send({ body: 1 })
    const message = await receiveOne(receiver)
    const until = message.lockedUntilUtc?.getTime() ?? 0
    for (let renewal = 0; renewal < 4; renewal++) {
      test.advance(20_000)
      const renewed = await receiver.renewMessageLock(message)
      expect(renewed.getTime()).toBeGreaterThan(until + 19_000)
    }
    await receiver.completeMessage(message)
    expect(counts()).toEqual(nothing)
  })

  it('are renewed by the client itself while it works', async () => {
    await test.stop()
    test = await startTestBroker(entitiesWith([aQueue('orders', { LockDuration: 'PT2S' })]))
    await send({ body: 1 })
    const renewing = test.client.createReceiver('orders')
    const message = await receiveOne(renewing)
    const until = message.lockedUntilUtc?.getTime() ?? 0
    await eventually(() => (message.lockedUntilUtc?.getTime() ?? 0) > until)
    await renewing.completeMessage(message)
  })
})

describe('time to live', () => {
  it('drops expired messages, but not under a lock', async () => {
    await send({ body: 1, timeToLive: 10_000 }, { body: 2, timeToLive: 10_000 }, { body: 3 })
    const held = await receiveOne(receiver)
    test.advance(10_001)
    expect(counts()).toMatchObject({ active: 1, locked: 1, deadLetters: 0 })
    await receiver.completeMessage(held)
    const other = await receiveOne(receiver)
    expect(other.body).toBe(3)
    expect(other.timeToLive).toBeUndefined()
  })

  it('drops a message abandoned after its time', async () => {
    await send({ body: 1, timeToLive: 10_000 })
    const held = await receiveOne(receiver)
    test.advance(10_001)
    await receiver.abandonMessage(held)
    expect(counts()).toEqual(nothing)
  })

  it('makes dead letters where the entity asks for it, at its own limit', async () => {
    const sender = test.client.createSender('brief')
    await sender.sendMessages([{ body: 1 }, { body: 2, timeToLive: 3_600_000 }])
    const waiting = receiveAll(deadLetterReceiver(test.client, 'brief'), 2)
    test.advance(600_001)
    const [first, second] = await waiting
    expect(first).toMatchObject({ deadLetterReason: 'TTLExpiredException', timeToLive: 600_000 })
    expect(second).toMatchObject({ body: 2, deadLetterReason: 'TTLExpiredException' })
    test.advance(100_000_000)
    expect(counts('brief')?.deadLetters).toBe(2)
  })

  it('lets deferred messages expire when somebody asks for them', async () => {
    await send({ body: 1, timeToLive: 10_000 })
    const message = await receiveOne(receiver)
    await receiver.deferMessage(message)
    test.advance(10_001)
    expect(counts()?.deferred).toBe(1)
    await expect(
      receiver.receiveDeferredMessages(message.sequenceNumber ?? []),
    ).rejects.toMatchObject({ code: 'MessageNotFound' })
    expect(counts()).toEqual(nothing)
  })
})

describe('dead letters', () => {
  it('are peeked, locked, abandoned and completed, and their deliveries are not counted', async () => {
    await send({ body: 1 })
    await receiver.deadLetterMessage(await receiveOne(receiver))
    const dead = deadLetterReceiver(test.client)
    for (let delivery = 0; delivery < 5; delivery++) {
      const message = await receiveOne(dead)
      expect(message.deliveryCount).toBe(0)
      await dead.abandonMessage(message)
    }
    await receiveOne(dead)
    test.advance(30_001)
    const again = await receiveOne(dead)
    expect(bodies(await dead.peekMessages(5))).toEqual([1])
    await dead.completeMessage(again)
    expect(counts()).toEqual(nothing)
  })

  it('cannot be dead-lettered', async () => {
    await send({ body: 1 })
    await receiver.deadLetterMessage(await receiveOne(receiver))
    const dead = deadLetterReceiver(test.client)
    const message = await receiveOne(dead)
    await expect(dead.deadLetterMessage(message)).rejects.toThrow('cannot be dead-lettered')
    expect(counts()?.deadLetters).toBe(1)
  })

  it('can be sent again', async () => {
    await send({ body: { id: 1 } })
    await receiver.deadLetterMessage(await receiveOne(receiver), {
      deadLetterReason: 'r',
      deadLetterErrorDescription: 'd',
    })
    const dead = deadLetterReceiver(test.client)
    const message = await receiveOne(dead)
    await test.client.createSender('orders').sendMessages(message)
    await dead.completeMessage(message)
    expect(await receiveOne(receiver)).toMatchObject({ body: { id: 1 }, deliveryCount: 0 })
  })
})
