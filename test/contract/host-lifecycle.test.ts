import { spawnSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { hostAppFolder, hostMain, startHostProcess, type HostProcess } from './host-process.ts'
import { ask } from './host-request.ts'

const httpOnly = {
  'AzureWebJobs.on-queue.Disabled': '1',
  'AzureWebJobs.on-topic.Disabled': '1',
  'AzureWebJobs.every-minute.Disabled': '1',
  'AzureWebJobs.every-second.Disabled': '1',
}

const cleanup: (() => unknown)[] = []

afterEach(async () => {
  for (const step of cleanup.splice(0)) await step()
})

async function start(environment: Record<string, string> = {}): Promise<HostProcess> {
  const host = await startHostProcess({ ...httpOnly, ...environment })
  cleanup.push(() => host.child.kill('SIGKILL'))
  return host
}

async function appFolder(files: Record<string, string>): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'host-app-'))
  cleanup.push(() => rm(folder, { recursive: true }))
  for (const [name, text] of Object.entries(files)) await writeFile(path.join(folder, name), text)
  return folder
}

/** Runs the host until it ends and answers its exit code and what it wrote to stderr. */
function runToEnd(cwd: string, environment: Record<string, string> = {}): [number | null, string] {
  const { status, stderr } = spawnSync(process.execPath, [hostMain], {
    cwd,
    env: { PATH: process.env['PATH'], PORT: '0', ...environment },
    encoding: 'utf8',
  })
  return [status, stderr.trim()]
}

describe('start', () => {
  it('names the port and the enabled functions in the ready message', async () => {
    const host = await start({ 'AzureWebJobs.thing.Disabled': 'true' })
    expect(host.port).toBeGreaterThan(0)
    expect(host.functions).toContain('echo')
    expect(host.functions).not.toContain('thing')
    expect(host.functions).not.toContain('on-queue')
    await host.line('hook appStart')
  })

  it('is refused with one line when the port is in use', async () => {
    const host = await start()
    const [code, stderr] = runToEnd(hostAppFolder, { ...httpOnly, PORT: String(host.port) })
    expect(code).toBe(1)
    expect(stderr.split('\n').at(-1)).toMatch(new RegExp(`^Port ${host.port} is in use: `))
  })

  const hostJson = '{ "version": "2.0" }'
  it.each<[string, Record<string, string>, RegExp]>([
    [
      'a file throws',
      { 'package.json': '{"main":"*.mjs"}', 'a.mjs': 'throw new Error("broken\\nfile")' },
      /^The app could not be loaded: .*a\.mjs: broken file$/,
    ],
    [
      'no file matches',
      { 'package.json': '{"main":"dist/**/*.js"}' },
      /^The app could not be loaded: no file matches "main" \(dist\/\*\*\/\*\.js\)/,
    ],
    [
      'there is no programming model',
      { 'package.json': '{"main":"*.mjs"}', 'a.mjs': '' },
      /^The app could not be loaded: The app does not use the programming model/,
    ],
    [
      'the settings are not JSON',
      { 'local.settings.json': '{' },
      /local\.settings\.json cannot be used/,
    ],
    ['host.json has an old version', { 'host.json': '{}' }, /host\.json cannot be used/],
  ])('ends with one line when %s', async (_, files, message) => {
    const folder = await appFolder({ 'host.json': hostJson, ...files })
    const [code, stderr] = runToEnd(folder)
    expect(code).toBe(1)
    expect(stderr).toMatch(message)
  })

  it('is refused when a function needs a connection that is not configured', () => {
    const [code, stderr] = runToEnd(hostAppFolder, {
      ...httpOnly,
      'AzureWebJobs.on-queue.Disabled': '0',
    })
    expect(code).toBe(1)
    expect(stderr).toBe('Function "on-queue": the connection setting "TEST_BUS" does not exist')
  })
})

describe('stop', () => {
  it('finishes running requests and runs the appTerminate hooks', async () => {
    const host = await start()
    const answer = ask(host.port, '/slow')
    await host.line('slow started')
    const stopped = host.stop()
    expect((await answer).body.toString()).toBe('done')
    expect(await stopped).toBe(0)
    expect(host.lines.at(-1)).toBe('hook appTerminate')
  })

  it('refuses new connections', async () => {
    const host = await start()
    await host.stop()
    await expect(ask(host.port, '/echo')).rejects.toThrow('ECONNREFUSED')
  })
})

describe('unhandled rejections', () => {
  it('of an Azure SDK are logged and survived', async () => {
    const host = await start()
    await ask(host.port, '/reject-later')
    await host.line('link gone')
    expect((await ask(host.port, '/echo')).status).toBe(200)
  })

  it('of the app end the host, as they end the real worker', async () => {
    const host = await start()
    const ended = new Promise((resolve) => host.child.once('close', resolve))
    await ask(host.port, '/crash-later').catch(() => undefined)
    expect(await ended).toBe(1)
    await host.line('Nobody caught this, the host ends: Error: a bug of the app')
  })
})
