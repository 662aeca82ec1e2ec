import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ServiceBusReceiver } from '@azure/service-bus'
import { bodies, entitiesWith, receiveAll, receiveOne, startTestBroker } from './broker-fixture.ts'
import type { TestBroker } from './broker-fixture.ts'

let test: TestBroker

const delivery = { LockDuration: 'PT30S', MaxDeliveryCount: 2 }

beforeEach(async () => {
  test = await startTestBroker(
    entitiesWith(
      [],
      [
        {
          Name: 'news',
          Properties: { RequiresDuplicateDetection: true, DefaultMessageTimeToLive: 'PT1H' },
          Subscriptions: [
            { Name: 'first', Properties: delivery },
            {
              Name: 'second',
              Properties: { ...delivery, DeadLetteringOnMessageExpiration: true },
            },
          ],
        },
        { Name: 'unheard' },
      ],
    ),
  )
})

afterEach(async () => {
  await test.stop()
  expect(test.logged).toEqual([])
})

function subscriptionReceiver(name: string): ServiceBusReceiver {
  return test.client.createReceiver('news', name, { maxAutoLockRenewalDurationInMs: 0 })
}

const counts = (path: string) => test.broker.snapshot()[path]

describe('a topic', () => {
  it('gives every subscription its own copy, to be settled on its own', async () => {
    const [first, second] = [subscriptionReceiver('first'), subscriptionReceiver('second')]
    const waiting = receiveAll(first, 3)
    await test.client.createSender('news').sendMessages([{ body: 1 }, { body: 2 }, { body: 3 }])
    const received = await waiting
    expect(bodies(received)).toEqual([1, 2, 3])
    for (const message of received) await first.completeMessage(message)
    expect(bodies(await receiveAll(second, 3))).toEqual([1, 2, 3])
    expect(counts('news/Subscriptions/first')).toMatchObject({ active: 0, locked: 0 })
    expect(counts('news/Subscriptions/second')).toMatchObject({ active: 0, locked: 3 })
  })

  it('drops messages when it has no subscription', async () => {
    await test.client.createSender('unheard').sendMessages([{ body: 1 }, { body: 2 }])
    expect(counts('unheard')).toMatchObject({ active: 0, scheduled: 0 })
  })

  it('detects duplicates before it copies', async () => {
    const sender = test.client.createSender('news')
    const twice = { body: 1, messageId: 'a' }
    await sender.sendMessages([twice, twice])
    await sender.sendMessages(twice)
    expect(counts('news/Subscriptions/first')?.active).toBe(1)
    expect(counts('news/Subscriptions/second')?.active).toBe(1)
  })

  it('keeps scheduled messages until they are due, and cancels them', async () => {
    const sender = test.client.createSender('news')
    const due = new Date(Date.now() + 60_000)
    const [kept, cancelled] = await sender.scheduleMessages([{ body: 1 }, { body: 2 }], due)
    expect(kept).toBeDefined()
    await sender.cancelScheduledMessages(cancelled ?? [])
    expect(counts('news')?.scheduled).toBe(1)
    const waiting = receiveOne(subscriptionReceiver('second'))
    test.advance(60_001)
    expect((await waiting).body).toBe(1)
    expect(counts('news/Subscriptions/first')?.active).toBe(1)
    expect(counts('news')?.scheduled).toBe(0)
  })

  it('limits the lives of its messages, which end in the dead letters of a subscription', async () => {
    await test.client.createSender('news').sendMessages({ body: 1 })
    test.advance(3_600_001)
    const dead = test.client.createReceiver('news', 'second', { subQueueType: 'deadLetter' })
    expect(await receiveOne(dead)).toMatchObject({
      deadLetterReason: 'TTLExpiredException',
      deadLetterSource: 'news/Subscriptions/second',
    })
    expect(counts('news/Subscriptions/first')).toMatchObject({ active: 0, deadLetters: 0 })
  })

  it('counts deliveries of each subscription by itself', async () => {
    await test.client.createSender('news').sendMessages({ body: 1 })
    const first = subscriptionReceiver('first')
    for (let delivery = 0; delivery < 2; delivery++) {
      await first.abandonMessage(await receiveOne(first))
    }
    expect(counts('news/Subscriptions/first')).toMatchObject({ active: 0, deadLetters: 1 })
    expect(await receiveOne(subscriptionReceiver('second'))).toMatchObject({ deliveryCount: 0 })
  })

  it('is peeked through its subscriptions', async () => {
    await test.client.createSender('news').sendMessages([{ body: 1 }, { body: 2 }])
    expect(bodies(await subscriptionReceiver('first').peekMessages(5))).toEqual([1, 2])
  })

  it('cannot be received from, nor can a subscription be sent to or be missing', async () => {
    await expect(test.client.createReceiver('news').receiveMessages(1)).rejects.toThrow(
      'cannot be received from the topic',
    )
    await expect(
      test.client.createSender('news/Subscriptions/first').sendMessages({ body: 1 }),
    ).rejects.toThrow('cannot be sent')
    await expect(subscriptionReceiver('third').receiveMessages(1)).rejects.toMatchObject({
      code: 'MessagingEntityNotFound',
    })
  })
})
