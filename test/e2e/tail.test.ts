import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { pollUntil } from '../setup/poll-until.ts'
import { runCommand, type RunningCommand } from './run-command.ts'
import { collect, startRuntime, type Runtime } from './runtime.ts'

const timeout = 240_000

describe('npm run tail', () => {
  let runtime: Runtime
  const running: RunningCommand[] = []

  const tail = (...args: string[]): RunningCommand => {
    const command = runCommand('tail', ['--url', runtime.url, ...args])
    running.push(command)
    return command
  }
  const track = (event: string, more: object = { anonymousId: 'tail' }) =>
    collect(runtime.url, 'track', { event, ...more })

  beforeAll(async () => {
    runtime = await startRuntime()
    await track('First')
  })
  afterEach(() => {
    for (const { child } of running.splice(0)) child.kill('SIGKILL')
  })
  afterAll(() => runtime.dispose())

  it('shows calls as they come, refused ones with the reason, and ends with Ctrl-C', async () => {
    const command = tail()
    await command.outputWith(/First/)
    await track('\u001b[2JEvil\u0007')
    await track('Nobody', {})
    const lines = (await command.outputWith(/Evil[\s\S]*Nobody/)).trimEnd().split('\n')
    expect(lines.at(-2)).toMatch(/ accepted local {4}track {4}␛\[2JEvil␇ +anonymousId=tail$/)
    expect(lines.at(-1)).toMatch(/ refused {2}local {4}track {4}Nobody +NoIdentifier: A call needs/)
    expect(command.out()).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/)
    command.child.kill('SIGINT')
    expect(await command.ended).toBe(0)
    expect(command.err()).toBe('')
  })

  it('shows what is there and ends, as JSON, of one kind alone', async () => {
    await track('Other', {})
    const command = tail('--once', '--json', '--status', 'rejected')
    expect(await command.ended).toBe(0)
    const lines = command.out().trimEnd().split('\n')
    expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({
      ...{
        status: 'rejected',
        code: 'NoIdentifier',
        source: 'local',
        type: 'track',
        name: 'Other',
      },
      identifiers: [],
    })
  })

  it('loses count of nothing in a flood, and stays readable', { timeout }, async () => {
    const command = tail()
    await command.outputWith(/First/)
    const before = command.out().length
    const calls = (first: number): object[] =>
      Array.from({ length: 1_000 }, (_, index) => ({
        ...{ type: 'track', event: 'Flood', messageId: `flood-${first + index}` },
        ...(first + index === 3_500 ? {} : { anonymousId: `flood-${index % 10}` }),
      }))
    for (let first = 0; first < 6_000; first += 1_000) {
      await collect(runtime.url, 'batch', { batch: calls(first) })
    }
    const told = (): { lines: string[]; left: number } => {
      const shown = command.out().slice(before).split('\n')
      const more = shown.flatMap((line) => /^… ([\d,]+) more in/.exec(line)?.[1] ?? [])
      const left = more.reduce((sum, count) => sum + Number(count.replaceAll(',', '')), 0)
      return { lines: shown.filter((line) => line.includes(' Flood ')), left }
    }
    await pollUntil(async () => (told().lines.length + told().left >= 6_000 ? true : undefined), {
      timeoutMs: 60_000,
    })
    await track('Last')
    await command.outputWith(/Last/)
    const { lines, left } = told()
    expect(lines.length + left).toBe(6_000)
    expect(lines.length).toBeLessThan(2_000)
    expect(lines.filter((line) => line.includes(' refused '))).toHaveLength(1)
  })

  it('goes on after a restart, with one line that says so', { timeout }, async () => {
    const command = tail()
    await command.outputWith(/Last/)
    await runtime.stop()
    await command.outputWith(/trying again …$/)
    const environment = { PORT: new URL(runtime.url).port }
    runtime = await startRuntime({ dataFolder: runtime.dataFolder, environment })
    await track('Afterwards')
    const output = await command.outputWith(/Afterwards/)
    expect(output.match(/^… .*trying again … back after \d+ s$/gm)).toHaveLength(1)
    expect(output.match(/trying again/g)).toHaveLength(1)
    expect(output.match(/Last/g)).toHaveLength(1)
  })

  it('ends quietly when nobody reads along any more', async () => {
    const command = tail()
    await command.outputWith(/Afterwards/)
    command.child.stdout?.destroy()
    await track('Unread')
    expect(await command.ended).toBe(0)
    expect(command.err()).toBe('')
  })

  it('says what is wrong with the address or the key', async () => {
    const wrongKey = tail('--key', 'wrong')
    const nobody = runCommand('tail', ['--url', 'http://127.0.0.1:9'])
    expect([await wrongKey.ended, await nobody.ended]).toEqual([1, 1])
    expect(wrongKey.err()).toContain('the key is not accepted (401); give an admin key with --key')
    expect(nobody.err()).toContain('Start Passerby with npm start')
  })
})
