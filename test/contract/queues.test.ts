import type { ServiceBusClient } from '@azure/service-bus'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import entities from '../../infra/service-bus.json' with { type: 'json' }
import { startBroker, type Broker } from '../../local/broker/start-broker.ts'
import { busChangeFeed } from '../../shared/platform/azure/bus-change-feed.ts'
import { busEventQueue } from '../../shared/platform/azure/bus-event-queue.ts'
import { busJobQueue } from '../../shared/platform/azure/bus-job-queue.ts'
import { connectServiceBus } from '../../shared/platform/azure/service-bus.ts'
import { createClock } from '../../shared/platform/clock/clock.ts'
import type { NodeId } from '../../shared/identity/node-id.ts'
import type { Change } from '../../shared/profiles/change-feed.ts'

const subscription = { ...entities.UserConfig.Namespaces[0] }

/** The deployment's entities, with a subscription that lets the test see what is published. */
const withSubscription = {
  UserConfig: {
    ...entities.UserConfig,
    Namespaces: [
      {
        ...subscription,
        Topics: [
          { ...subscription.Topics?.[0], Subscriptions: [{ Name: 'test', Properties: {} }] },
        ],
      },
    ],
  },
}

describe('the queues of a deployment', () => {
  let broker: Broker
  let client: ServiceBusClient

  beforeAll(async () => {
    broker = await startBroker({
      entities: withSubscription,
      host: '127.0.0.1',
      port: 0,
      clock: createClock(0),
      log: () => undefined,
    })
    const endpoint = `Endpoint=sb://127.0.0.1:${broker.port};SharedAccessKeyName=x;SharedAccessKey=y;`
    client = connectServiceBus(`${endpoint}UseDevelopmentEmulator=true`)
  })
  afterAll(async () => {
    await client.close()
    await broker.stop()
  })

  it('take a blob once, and tell when the oldest one came', async () => {
    const queue = busEventQueue(client, 'events')
    expect(await queue.oldestEnqueuedAt()).toBeUndefined()
    const before = Date.now()
    await queue.announce(['a', 'b'])
    await queue.announce(['a'])
    expect(broker.snapshot()['events']).toMatchObject({ active: 2 })
    expect(await queue.depth()).toEqual({ active: 2, dead: 0 })
    const oldest = await queue.oldestEnqueuedAt()
    expect(oldest).toBeGreaterThanOrEqual(before - 1000)
    // Each look starts at the beginning, whatever was looked at before.
    for (let look = 0; look < 3; look += 1) expect(await queue.oldestEnqueuedAt()).toBe(oldest)
  })

  it('give dead blobs back, once', async () => {
    const receiver = client.createReceiver('events')
    for (const message of await receiver.receiveMessages(10, { maxWaitTimeInMs: 500 })) {
      await receiver.deadLetterMessage(message)
    }
    await receiver.close()
    const queue = busJobQueue(client, { jobs: 'refresh', events: 'events' })
    expect((await queue.drainDeadBlobs()).sort()).toEqual(['a', 'b'])
    expect(await queue.drainDeadBlobs()).toEqual([])
  })

  it('wake a job as often as asked', async () => {
    const queue = busJobQueue(client, { jobs: 'refresh', events: 'events' })
    await queue.wake('j1')
    await queue.wake('j1')
    expect(broker.snapshot()['refresh']).toMatchObject({ active: 2 })
  })

  it('publish more changes than fit into one message', async () => {
    const changes = Array.from({ length: 450 }, (_, index): Change => ({
      kind: 'idChange',
      customerId: `c${index}` as NodeId,
      version: 1,
      from: `c${index}` as NodeId,
      to: 'd' as NodeId,
      time: '2026-03-01T00:00:00.000Z',
    }))
    await busChangeFeed(client, 'changes').publish(changes)
    const receiver = client.createReceiver('changes', 'test')
    const bodies: Change[] = []
    while (bodies.length < changes.length) {
      for (const message of await receiver.receiveMessages(10, { maxWaitTimeInMs: 1000 })) {
        bodies.push(...(message.body as { changes: Change[] }).changes)
        await receiver.completeMessage(message)
      }
    }
    expect(bodies).toEqual(changes)
    await receiver.close()
  })
})
