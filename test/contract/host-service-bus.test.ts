import { ServiceBusClient, type ServiceBusSender } from '@azure/service-bus'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startBroker, type Broker } from '../../local/broker/start-broker.ts'
import { startHostProcess, type HostProcess } from './host-process.ts'

const entities = {
  UserConfig: {
    Namespaces: [
      {
        Name: 'test',
        Queues: [{ Name: 'work', Properties: { LockDuration: 'PT2S', MaxDeliveryCount: 3 } }],
        Topics: [
          { Name: 'news', Subscriptions: [{ Name: 'all', Properties: { MaxDeliveryCount: 3 } }] },
        ],
      },
    ],
  },
}

interface Received {
  readonly function: string
  readonly message: unknown
  readonly metadata: Record<string, unknown>
}

const eventually = { timeout: 15_000 }

let broker: Broker
let host: HostProcess
let client: ServiceBusClient
let sender: ServiceBusSender

const start = (port: number): Promise<Broker> =>
  startBroker({ entities, host: '127.0.0.1', port, clock: Date.now, log: () => undefined })

function received(line: string): Received {
  return JSON.parse(line.slice('message '.length)) as Received
}

/** What the host's functions have printed of messages that hold this text. */
const deliveries = (text: string): Received[] =>
  host.lines
    .filter((line) => line.startsWith('message {') && line.includes(text))
    .map((line) => received(line))

const connection = (port: number): string =>
  `Endpoint=sb://127.0.0.1:${port};SharedAccessKeyName=n;SharedAccessKey=k;UseDevelopmentEmulator=true;`

function connect(): void {
  client = new ServiceBusClient(connection(broker.port), { retryOptions: { retryDelayInMs: 100 } })
  sender = client.createSender('work')
}

/** Takes the broker away; the function gives an empty one back, on the same port. */
async function loseBroker(): Promise<() => Promise<void>> {
  const { port } = broker
  await client.close()
  await broker.stop()
  return async () => {
    broker = await start(port)
    connect()
  }
}

beforeAll(async () => {
  broker = await start(0)
  connect()
  host = await startHostProcess({
    TEST_BUS: connection(broker.port),
    'AzureWebJobs.every-minute.Disabled': '1',
    'AzureWebJobs.every-second.Disabled': '1',
  })
})

afterAll(async () => {
  await host.stop()
  await client.close()
  await broker.stop()
})

/** A new mark per test, so that what one test sends cannot be taken for another's. */
let mark = ''
beforeEach(({ task }) => {
  mark = `mark-${task.id}`
})

const send = (body: unknown, rest = {}): Promise<void> => sender.sendMessages({ body, ...rest })

const settled = (): Promise<void> =>
  expect.poll(() => broker.snapshot()['work'], eventually).toMatchObject({ active: 0, locked: 0 })

describe('a message', () => {
  it.each<[string, unknown, (mark: string) => unknown]>([
    ['JSON is parsed', (m: string) => ({ mark: m }), (m) => ({ mark: m })],
    ['JSON in bytes is parsed', (m: string) => Buffer.from(`["${m}"]`), (m) => [m]],
    ['text in bytes is text', (m: string) => Buffer.from(`text ${m}`), (m) => `text ${m}`],
    ['a string of the SDK is JSON', (m: string) => m, (m) => m],
    ['a number in bytes is a number', () => Buffer.from('123'), () => 123],
  ])('of %s', async (_, body, expected) => {
    const make = body as (mark: string) => unknown
    await send(make(mark), { subject: mark })
    const { message } = received(await host.line(`"subject":"${mark}"`))
    expect(message).toEqual(expected(mark))
  })

  it('comes with the metadata of the real host', async () => {
    const before = Date.now()
    await send(1, {
      messageId: `id-${mark}`,
      contentType: 'application/json',
      correlationId: 'c',
      subject: 's',
      applicationProperties: { color: 'red', size: 4 },
    })
    const { function: name, metadata } = received(await host.line(`id-${mark}`))
    expect(name).toBe('on-queue')
    expect(metadata).toMatchObject({
      deliveryCount: 1,
      messageId: `id-${mark}`,
      contentType: 'application/json',
      correlationId: 'c',
      subject: 's',
      label: 's',
      applicationProperties: { color: 'red', size: 4 },
      userProperties: { color: 'red', size: 4 },
      lockToken: expect.stringMatching(/^[0-9a-f-]{36}$/) as unknown,
      sequenceNumber: expect.any(Number) as unknown,
    })
    const enqueued = String(metadata['enqueuedTimeUtc'])
    expect(enqueued).not.toMatch(/Z|\+/)
    expect(Date.parse(`${enqueued}Z`)).toBeGreaterThanOrEqual(before - 1)
    expect(metadata['enqueuedTime']).toBe(`${enqueued}+00:00`)
  })

  it('of a topic reaches the function of its subscription', async () => {
    await client.createSender('news').sendMessages({ body: { mark } })
    expect(received(await host.line(mark)).function).toBe('on-topic')
  })
})

describe('settlement', () => {
  it('completes on success', async () => {
    await send({ mark })
    await host.line(`message done {"mark":"${mark}"`)
    await settled()
    expect(deliveries(mark)).toHaveLength(1)
  })

  it('abandons a failure until the broker dead-letters it', async () => {
    await send({ mark, fail: true })
    await expect.poll(() => deliveries(mark).length, eventually).toBe(3)
    expect(deliveries(mark).map(({ metadata }) => metadata['deliveryCount'])).toEqual([1, 2, 3])
    await settled()
    const dead = client.createReceiver('work', { subQueueType: 'deadLetter' })
    const [message] = await dead.receiveMessages(1, { maxWaitTimeInMs: 5_000 })
    expect(message?.deadLetterReason).toBe('MaxDeliveryCountExceeded')
    if (message) await dead.completeMessage(message)
    expect(host.lines.some((line) => /Function "on-queue" failed.*asked to fail/.test(line))).toBe(
      true,
    )
  })

  it('keeps the lock of a message that takes longer than its lock', async () => {
    await send({ mark, waitMs: 3_500 })
    await host.line(`message done {"mark":"${mark}"`)
    await settled()
    expect(deliveries(mark)).toHaveLength(1)
  })

  it('runs no more messages at once than host.json allows', async () => {
    for (let index = 0; index < 4; index += 1) await send({ mark, index, waitMs: 200 })
    await expect
      .poll(
        () => host.lines.filter((line) => line.includes(`message done {"mark":"${mark}"`)).length,
        eventually,
      )
      .toBe(4)
    let running = 0
    let most = 0
    for (const line of host.lines.filter((line) => line.includes(mark))) {
      running += line.startsWith('message done') ? -1 : 1
      most = Math.max(most, running)
    }
    expect(most).toBe(2)
  })
})

describe('a broker that goes away', () => {
  it.each([1, 2, 3])('is used again when it is back, time %i', async (time) => {
    const giveBack = await loseBroker()
    if (time === 1) await host.line('cannot receive: ')
    await giveBack()
    const sentAt = performance.now()
    await send({ mark })
    await host.line(mark)
    expect(performance.now() - sentAt).toBeLessThan(3_000)
    await settled()
  })

  it('while a message is under way leaves the host running', async () => {
    await send({ mark, waitMs: 300 })
    await host.line(mark)
    const giveBack = await loseBroker()
    await host.line(`message done {"mark":"${mark}"`)
    await giveBack()
    await send({ mark: `again-${mark}` })
    await host.line(`again-${mark}`)
    await settled()
  })
})

describe('stop', () => {
  it('waits for the message under way and settles it', async () => {
    const last = await startHostProcess({
      TEST_BUS: connection(broker.port),
      'AzureWebJobs.on-topic.Disabled': '1',
      'AzureWebJobs.every-minute.Disabled': '1',
      'AzureWebJobs.every-second.Disabled': '1',
    })
    await host.stop()
    await send({ mark, waitMs: 500 })
    await last.line(mark)
    expect(await last.stop()).toBe(0)
    expect(last.lines.some((line) => line.includes(`message done {"mark":"${mark}"`))).toBe(true)
    expect(broker.snapshot()['work']).toMatchObject({ active: 0, locked: 0 })
  })
})
