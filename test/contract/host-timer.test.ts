import { BlobServiceClient } from '@azure/storage-blob'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { azuriteConnection, freePorts, startAzurite, type Azurite } from './azurite.ts'
import { startHostProcess, type HostProcess } from './host-process.ts'

interface TimerLine {
  readonly isPastDue: boolean
  readonly schedule: { readonly adjustForDST: boolean }
  readonly scheduleStatus: { readonly last: string; readonly next: string } | null
}

let azurite: Azurite
const running: HostProcess[] = []

beforeAll(async () => {
  azurite = await startAzurite()
})

afterAll(async () => {
  for (const host of running) host.child.kill('SIGKILL')
  await azurite.stop()
})

/** Starts the app with one of its timers only; the id sets the tests' timers apart. */
async function start(
  hostId: string,
  timer: 'every-minute' | 'every-second',
  environment: Record<string, string> = {},
): Promise<HostProcess> {
  const other = timer === 'every-minute' ? 'every-second' : 'every-minute'
  const host = await startHostProcess({
    AzureWebJobsStorage: azurite.connectionString,
    AzureFunctionsWebHost__hostId: hostId,
    [`AzureWebJobs.${other}.Disabled`]: '1',
    'AzureWebJobs.on-queue.Disabled': '1',
    'AzureWebJobs.on-topic.Disabled': '1',
    ...environment,
  })
  running.push(host)
  return host
}

const parse = (line: string): TimerLine => JSON.parse(line.slice(line.indexOf('{'))) as TimerLine

const runs = (host: HostProcess): number =>
  host.lines.filter((line) => line.startsWith('every-')).length

async function statusBlob(hostId: string): Promise<Record<string, string> | undefined> {
  const service = BlobServiceClient.fromConnectionString(azurite.connectionString)
  const blob = service
    .getContainerClient('azure-webjobs-hosts')
    .getBlobClient(`timers/${hostId}/Host.Functions.every-minute/status`)
  if (!(await blob.exists())) return undefined
  return JSON.parse((await blob.downloadToBuffer()).toString()) as Record<string, string>
}

const atMinutes = (text: string): boolean => text.endsWith(':00+00:00')
const eventually = { timeout: 15_000 }
const hourMs = 3_600_000
/** Lets the hosts start early in a minute, so that none of their occurrences comes by itself. */
const offsetMs = 5_000 - (Date.now() % 60_000)
const earlyInMinute = { PASSERBY_CLOCK_OFFSET_MS: String(offsetMs) }

describe.concurrent('a timer of a minute', () => {
  it('only records its next occurrence at its first start', async ({ expect }) => {
    const host = await start('records', 'every-minute', earlyInMinute)
    await expect
      .poll(() => statusBlob('records'), eventually)
      .toMatchObject({ Last: '0001-01-01T00:00:00+00:00' })
    expect((await statusBlob('records'))?.['Next']).toSatisfy(atMinutes)
    expect(runs(host)).toBe(0)
  })

  it('runs at once, past due, when it missed an occurrence, by the shifted clock', async ({
    expect,
  }) => {
    const first = await start('past-due', 'every-minute', earlyInMinute)
    await expect.poll(() => statusBlob('past-due'), eventually).toBeDefined()
    await first.stop()
    const recorded = await statusBlob('past-due')
    const later = await start('past-due', 'every-minute', {
      PASSERBY_CLOCK_OFFSET_MS: String(offsetMs + hourMs),
    })
    const { isPastDue, schedule, scheduleStatus } = parse(await later.line('every-minute {'))
    expect({ isPastDue, schedule }).toEqual({ isPastDue: true, schedule: { adjustForDST: true } })
    expect(scheduleStatus).toMatchObject({ next: recorded?.['Next'] })
    await expect
      .poll(async () => Date.parse((await statusBlob('past-due'))?.['Next'] ?? ''), eventually)
      .toBeGreaterThan(Date.now() + hourMs - 60_000)
  })
})

describe.concurrent('a timer of less than a minute', () => {
  it('runs without a status', async ({ expect }) => {
    const host = await start('frequent', 'every-second')
    expect(parse(await host.line('every-second {')).scheduleStatus).toBeNull()
    await expect.poll(() => runs(host), eventually).toBeGreaterThan(1)
  })
})

describe.concurrent('several hosts', () => {
  it('run a timer in one of them, and in the next when that stops', async ({ expect }) => {
    const one = await start('several', 'every-second')
    await one.line('every-second {')
    const other = await start('several', 'every-second')
    const before = runs(one)
    await expect.poll(() => runs(one), eventually).toBeGreaterThan(before + 1)
    expect(runs(other)).toBe(0)
    expect(await one.stop()).toBe(0)
    await other.line('every-second {')
  })

  it('give the timers of a killed host to its successor without delay', async ({ expect }) => {
    const killed = await start('successor', 'every-second')
    await killed.line('every-second {')
    const gone = new Promise((resolve) => killed.child.once('close', resolve))
    killed.child.kill('SIGKILL')
    await gone
    const successor = await start('successor', 'every-second', { PORT: String(killed.port) })
    const startedAt = performance.now()
    await successor.line('every-second {')
    expect(performance.now() - startedAt).toBeLessThan(10_000)
  })
})

describe.concurrent('without storage', () => {
  it('a timer waits, says so once, and runs when the storage is there', async ({ expect }) => {
    const [port = 0] = await freePorts(1)
    const host = await start('storage', 'every-second', {
      AzureWebJobsStorage: azuriteConnection(port),
    })
    await host.line('Timer "every-second" cannot use its storage')
    const back = await startAzurite(port)
    try {
      await host.line('every-second {')
      expect(host.lines.filter((line) => line.includes('cannot use'))).toHaveLength(1)
      expect(await host.stop()).toBe(0)
    } finally {
      await back.stop()
    }
  })
})
