import { connect } from 'node:net'
import type { Socket } from 'node:net'
import { ServiceBusClient } from '@azure/service-bus'
import rhea from 'rhea'
import type { Connection, Delivery, EventContext } from 'rhea'
import { afterEach, describe, expect, it } from 'vitest'
import { startBroker } from '../../local/broker/start-broker.ts'
import {
  aQueue,
  connectionString,
  entitiesWith,
  eventually,
  lockingReceiver,
  quickRetries,
  receiveOne,
  startTestBroker,
} from './broker-fixture.ts'
import type { TestBroker } from './broker-fixture.ts'

const cleanups: (() => unknown)[] = []

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

async function startStopped(options?: Parameters<typeof startTestBroker>[1]): Promise<TestBroker> {
  const test = await startTestBroker(undefined, options)
  cleanups.push(() => test.stop())
  return test
}

/** A plain AMQP connection, to do what the service's own client never does. */
function connectRaw(port: number, options: object = {}): Connection {
  const container = rhea.create_container()
  for (const name of ['disconnected', 'connection_error', 'error', 'sender_error']) {
    container.on(name, () => undefined)
  }
  const connection = container.connect({
    host: '127.0.0.1',
    port,
    username: 'anonymous',
    reconnect: false,
    ...options,
  })
  cleanups.push(() => connection.close())
  return connection
}

function socketOf(connection: Connection): Socket {
  return connection['socket'] as Socket
}

describe('a restart on the same port', () => {
  it('lets the sender and the subscriber go on', async () => {
    const first = await startTestBroker()
    const port = first.broker.port
    const sender = first.client.createSender('orders')
    const received: unknown[] = []
    first.client.createReceiver('orders').subscribe({
      processMessage: (message) => Promise.resolve(void received.push(message.body)),
      processError: () => Promise.resolve(),
    })
    await sender.sendMessages({ body: 'before' })
    await eventually(() => received.length === 1)
    await first.broker.stop()

    const second = await startTestBroker(undefined, { port })
    cleanups.push(() => second.stop())
    await sender.sendMessages({ body: 'after' })
    await eventually(() => received.length === 2)
    expect(received).toEqual(['before', 'after'])
    await first.client.close()
  })

  it('lets a waiting receiver and a peek go on', async () => {
    const first = await startTestBroker()
    const port = first.broker.port
    const receiver = lockingReceiver(first.client)
    await receiver.peekMessages(1)
    await receiver.receiveMessages(1, { maxWaitTimeInMs: 10 })
    const waiting = receiveOne(receiver, 60_000)
    await first.broker.stop()
    const second = await startTestBroker(undefined, { port })
    cleanups.push(() => second.stop())
    await second.client.createSender('orders').sendMessages({ body: 1 })
    const message = await waiting
    expect(await receiver.peekMessages(1)).toHaveLength(1)
    await receiver.completeMessage(message)
    await first.client.close()
  })
})

describe('a lost connection', () => {
  it('keeps its locks until they run out', async () => {
    const test = await startStopped()
    await test.client.createSender('orders').sendMessages({ body: 1 })
    const connection = connectRaw(test.broker.port)
    const receiver = connection.open_receiver({
      source: 'orders',
      autoaccept: false,
      rcv_settle_mode: 1,
    })
    let deliveries = 0
    receiver.on('message', () => (deliveries += 1))
    await eventually(() => deliveries === 1)
    socketOf(connection).destroy()

    const other = lockingReceiver(test.client)
    expect(await other.receiveMessages(1, { maxWaitTimeInMs: 20 })).toEqual([])
    const waiting = receiveOne(other)
    test.advance(30_001)
    expect((await waiting).deliveryCount).toBe(1)
  })

  it('does not hold up messages for others', async () => {
    const test = await startStopped()
    const connection = connectRaw(test.broker.port)
    const receiver = connection.open_receiver({ source: 'orders', credit_window: 100 })
    let opened = false
    receiver.on('receiver_open', () => (opened = true))
    await eventually(() => opened)
    socketOf(connection).destroy()
    const waiting = receiveOne(lockingReceiver(test.client))
    const sender = test.client.createSender('orders')
    await sender.sendMessages({ body: 1 })
    // The broker may have sent it before it noticed; then the lock runs out.
    test.advance(30_001)
    expect((await waiting).body).toBe(1)
  })
})

describe('plain AMQP clients', () => {
  it('may release a message, which counts no delivery, and settle first', async () => {
    const test = await startStopped()
    await test.client.createSender('orders').sendMessages({ body: 1 })
    const receiver = connectRaw(test.broker.port).open_receiver({
      source: 'orders',
      autoaccept: false,
    })
    const counts: unknown[] = []
    receiver.on('message', ({ message, delivery }: EventContext) => {
      counts.push(message?.delivery_count ?? 0)
      if (counts.length < 3) delivery?.release()
      else delivery?.accept()
    })
    await eventually(() => counts.length === 3 && test.broker.snapshot()['orders']?.locked === 0)
    expect(counts).toEqual([0, 0, 0])
  })

  it('get no more than their session has room for, and the rest as they settle', async () => {
    const test = await startStopped()
    const messages = Array.from({ length: 30 }, (_, body) => ({ body }))
    await test.client.createSender('orders').sendMessages(messages)
    const session = connectRaw(test.broker.port).create_session({ incoming: 10 })
    session.open()
    const receiver = session.open_receiver({
      source: 'orders',
      credit_window: 0,
      autoaccept: false,
    })
    const held: Delivery[] = []
    receiver.on('message', ({ delivery }: EventContext) => {
      if (delivery !== undefined) held.push(delivery)
    })
    receiver.add_credit(100)
    for (let received = 10; received <= 30; received += 10) {
      await eventually(() => held.length === 10)
      expect(test.broker.snapshot()['orders']).toMatchObject({ active: 30 - received, locked: 10 })
      for (const delivery of held.splice(0)) delivery.accept()
    }
    await eventually(() => test.broker.snapshot()['orders']?.locked === 0)
  })

  it('may authenticate with MSSBCBS', async () => {
    const test = await startStopped()
    const mechanism = {
      start: (answer: (error: undefined, response: Buffer) => void) =>
        answer(undefined, Buffer.alloc(0)),
    }
    const mechanisms = { MSSBCBS: () => mechanism }
    const connection = connectRaw(test.broker.port, { sasl_mechanisms: mechanisms })
    await eventually(() => connection.is_open())
  })

  it('are told that what is not AMQP cannot be decoded, and may go on', async () => {
    const test = await startStopped()
    const sender = connectRaw(test.broker.port).open_sender('orders')
    const outcomes: unknown[] = []
    sender.on('rejected', ({ delivery }: EventContext) => {
      const error = delivery?.remote_state?.['error'] as { condition: string } | undefined
      outcomes.push(error?.condition)
    })
    sender.on('accepted', () => outcomes.push('accepted'))
    await eventually(() => sender.sendable())
    sender.send(Buffer.from('not amqp'), undefined, 0)
    sender.send({ body: 1 })
    await eventually(() => outcomes.length === 2)
    expect(outcomes).toEqual(['amqp:decode-error', 'accepted'])
  })

  it('get an answer to operations that do not exist', async () => {
    const test = await startStopped()
    const connection = connectRaw(test.broker.port)
    const replies: unknown[] = []
    const receiver = connection.open_receiver({ source: 'orders/$management', name: 'replies' })
    receiver.on('message', ({ message }: EventContext) => {
      replies.push(message?.application_properties?.['errorCondition'])
    })
    const sender = connection.open_sender('orders/$management')
    await eventually(() => sender.sendable())
    const operations = ['com.microsoft:get-message-sessions', 'com.microsoft:peek-message']
    for (const operation of operations) {
      sender.send({
        message_id: operation,
        reply_to: 'replies',
        application_properties: { operation },
        body: {},
      })
    }
    await eventually(() => replies.length === 2)
    expect(replies).toEqual(['amqp:not-implemented', 'com.microsoft:argument-error'])
  })
})

describe('idle connections', () => {
  it('are kept alive with empty frames', async () => {
    const test = await startStopped()
    const connection = connectRaw(test.broker.port, { idle_time_out: 60 })
    let emptyFrames = 0
    await eventually(() => connection.is_open())
    socketOf(connection).on('data', (data: Buffer) => {
      if (data.length === 8) emptyFrames += 1
    })
    await eventually(() => emptyFrames >= 5)
    expect(connection.is_open()).toBe(true)
  })

  it('are closed when the client is silent', async () => {
    const test = await startStopped({ idleTimeoutMs: 50 })
    const socket = connect(test.broker.port, '127.0.0.1')
    let closed = false
    socket.on('close', () => (closed = true)).resume()
    socket.write(Buffer.from('AMQP\x00\x01\x00\x00', 'latin1'))
    await eventually(() => closed)
  })

  it('stay open while the client is alive', async () => {
    const test = await startStopped({ idleTimeoutMs: 50 })
    const connection = connectRaw(test.broker.port, { idle_time_out: 60 })
    let received = 0
    await eventually(() => connection.is_open())
    socketOf(connection).on('data', () => (received += 1))
    await eventually(() => received >= 6)
    expect(connection.is_open()).toBe(true)
  })
})

describe('starting', () => {
  it('says in one line that the port is in use', async () => {
    const test = await startStopped()
    await expect(startTestBroker(undefined, { port: test.broker.port })).rejects.toThrow(
      `the Service Bus broker cannot listen on 127.0.0.1:${test.broker.port}: the port is in use`,
    )
  })

  it('refuses entities that it does not follow', async () => {
    const options = { host: '127.0.0.1', port: 0, clock: Date.now, log: () => undefined }
    const entities = entitiesWith([aQueue('a', { RequiresSession: true })])
    await expect(startBroker({ ...options, entities })).rejects.toThrow(
      'sessions are not supported by the local broker',
    )
  })

  it('stops at once with clients connected', async () => {
    const test = await startTestBroker()
    const client = new ServiceBusClient(connectionString(test.broker.port), quickRetries)
    await client.createSender('orders').sendMessages({ body: 1 })
    connect(test.broker.port, '127.0.0.1').on('error', () => undefined)
    await test.broker.stop()
    await client.close()
    await test.client.close()
  })
})
