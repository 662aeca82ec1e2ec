import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { ServiceBusClient } from '@azure/service-bus'
import { afterEach, describe, expect, it } from 'vitest'
import { connectionString, eventually, quickRetries, receiveOne } from './broker-fixture.ts'

const children: ChildProcess[] = []

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
})

function startProcess(environment: Record<string, string>): ChildProcess {
  const child = fork('dist/local/broker/main.js', { env: environment, silent: true })
  children.push(child)
  return child
}

async function readyPort(child: ChildProcess): Promise<number> {
  const [message] = (await once(child, 'message')) as [{ type: string; port: number }]
  expect(message).toEqual({ type: 'ready', port: expect.any(Number) as number })
  return message.port
}

async function firstError(child: ChildProcess): Promise<string> {
  let text = ''
  child.stderr?.on('data', (chunk: Buffer) => (text += chunk.toString()))
  const [code] = (await once(child, 'close')) as [number]
  expect(code).toBe(1)
  return text.trim()
}

describe('the broker as a process', () => {
  it('serves the entities of the application with its clock set off, and stops when told', async () => {
    const day = 86_400_000
    const child = startProcess({ PASSERBY_CLOCK_OFFSET_MS: String(day) })
    const client = new ServiceBusClient(connectionString(await readyPort(child)), quickRetries)
    const sentAt = Date.now()
    for (const queue of ['events', 'refresh']) {
      await client.createSender(queue).sendMessages({ body: queue })
      const receiver = client.createReceiver(queue)
      const message = await receiveOne(receiver)
      expect(message.body).toBe(queue)
      expect(message.enqueuedTimeUtc?.getTime()).toBeGreaterThanOrEqual(sentAt + day - 1)
      await receiver.completeMessage(message)
    }
    await client.createSender('changes').sendMessages({ body: 1 })
    await client.close()
    child.send({ type: 'stop' })
    expect(await once(child, 'exit')).toEqual([0, null])
  })

  it('listens on the port it is given, and says when it is in use', async () => {
    const first = startProcess({})
    const port = await readyPort(first)
    const second = startProcess({ PASSERBY_BROKER_PORT: String(port) })
    expect(await firstError(second)).toBe(
      `the Service Bus broker cannot listen on 127.0.0.1:${port}: the port is in use`,
    )
  })

  it('may be killed and started again under its clients', async () => {
    const first = startProcess({})
    const port = await readyPort(first)
    const client = new ServiceBusClient(connectionString(port), quickRetries)
    const received: unknown[] = []
    client.createReceiver('events').subscribe({
      processMessage: (message) => Promise.resolve(void received.push(message.body)),
      processError: () => Promise.resolve(),
    })
    const sender = client.createSender('events')
    await sender.sendMessages({ body: 'before' })
    await eventually(() => received.length === 1)
    first.kill('SIGKILL')
    await once(first, 'exit')
    await readyPort(startProcess({ PASSERBY_BROKER_PORT: String(port) }))
    await sender.sendMessages({ body: 'after' })
    await eventually(() => received.length === 2)
    await client.close()
  })

  it('says what is wrong with its environment', async () => {
    const child = startProcess({ PASSERBY_BROKER_PORT: 'many' })
    expect(await firstError(child)).toContain('PASSERBY_BROKER_PORT')
  })
})
