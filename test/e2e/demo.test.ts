import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pollUntil } from '../setup/poll-until.ts'
import { settledState } from './collect/managing.ts'
import { runCommand, type RunningCommand } from './run-command.ts'
import { startRuntime, type Runtime } from './runtime.ts'

const shell = promisify(execFile)
/** Long enough for a machine that does much else. */
const timeout = 240_000

interface PrintedStep {
  readonly sentence: string
  readonly curl: string
  readonly shown: Readonly<Record<string, unknown>>
}

const stepPattern =
  /^\d+\. (?<sentence>.+)\n\n(?<curl>curl [\s\S]+?)\n\n→ 200.*\n(?<shown>[\s\S]+?)\n(?=\n|$)/gm

function stepsIn(output: string): PrintedStep[] {
  return [...output.matchAll(stepPattern)].map(({ groups = {} }) => ({
    sentence: groups['sentence'] ?? '',
    curl: groups['curl'] ?? '',
    shown: JSON.parse(groups['shown'] ?? '') as PrintedStep['shown'],
  }))
}

/** The steps of a demo that waits for Enter; each one's curl is run before the next one begins. */
async function followDemo(demo: RunningCommand): Promise<{ step: PrintedStep; answer: unknown }[]> {
  const followed: { step: PrintedStep; answer: unknown }[] = []
  for (;;) {
    const isWaiting = (): boolean =>
      demo.child.exitCode !== null || demo.err().split('[Enter').length - 1 > followed.length
    await pollUntil(async () => (isWaiting() ? true : undefined), { timeoutMs: timeout })
    const step = stepsIn(demo.out())[followed.length]
    if (step === undefined) return followed
    const { stdout } = await shell('sh', ['-c', step.curl])
    followed.push({ step, answer: JSON.parse(stdout) })
    if (demo.child.exitCode === null) demo.child.stdin?.write('\n')
  }
}

describe('npm run demo', () => {
  let runtime: Runtime

  beforeAll(async () => {
    runtime = await startRuntime()
  })
  afterAll(() => runtime.dispose())

  it('shows with every step what the API answers to its curl', { timeout }, async () => {
    const demo = runCommand('demo', ['--url', runtime.url, '--pause'])
    const followed = await followDemo(demo)
    expect(await demo.ended, demo.err()).toBe(0)
    for (const { step, answer } of followed) expect(answer, step.sentence).toMatchObject(step.shown)

    expect(demo.out()).toContain('4848 accepted.')
    const shown = followed.map(({ step }) => step.shown)
    const [state, guest, sent, unknown, signedUp, known, old, feed] = shown
    expect(state).toMatchObject({ profiles: { known: 69, unknown: 435 }, activities: 4848 })
    expect(guest).toMatchObject({ known: false, activityCount: 18 })
    expect([sent, signedUp]).toMatchObject([{ accepted: 4 }, { accepted: 1 }])
    expect(unknown).toMatchObject({ known: false, activityCount: 4 })
    expect(known).toMatchObject({ known: true, activityCount: 5 })
    expect(known?.['previousCustomerIds']).toContain(unknown?.['customerId'])
    expect(old?.['customerId']).toBe(known?.['customerId'])
    expect(followed[6]?.step.curl).toContain(unknown?.['customerId'])
    expect(feed).toMatchObject({ value: [{ type: 'identify' }, {}, {}] })
    expect(demo.out()).toContain(`${runtime.url}/console`)
  })

  it(
    'can run again: nothing of the shop doubles, and another visitor comes',
    { timeout },
    async () => {
      const before = await settledState(runtime.url)
      const demo = runCommand('demo', ['--url', runtime.url])
      expect(await demo.ended, demo.err()).toBe(0)
      expect(demo.out()).toContain('fresh visitor, CookieID1-2')
      expect(stepsIn(demo.out())).toHaveLength(8)
      const after = await settledState(runtime.url)
      expect(after.activities).toBe(before.activities + 5)
      expect(after.profiles.known).toBe(before.profiles.known + 1)
    },
  )

  it('says which key is not accepted', async () => {
    const demo = runCommand('demo', ['--url', runtime.url, '--read-key', 'wrong'])
    expect(await demo.ended).toBe(1)
    expect(demo.err()).toContain(
      'does not accept the read key (401); give another one with --read-key',
    )
    expect(demo.out()).toBe('')
  })

  it('says how to start a Passerby where none is', async () => {
    const demo = runCommand('demo', ['--url', 'http://127.0.0.1:9'])
    expect(await demo.ended).toBe(1)
    expect(demo.err()).toContain('http://127.0.0.1:9 does not answer')
    expect(demo.err()).toContain('npm start')
  })

  it('leaves a state that npm run verify finds nothing wrong with', { timeout }, async () => {
    const command = runCommand('verify', ['--url', runtime.url])
    expect(await command.ended, command.err()).toBe(0)
    expect(command.out()).toMatch(/Compared\n {2}events +[\d,]+ {2}lines of the event log/)
    expect(command.out()).toMatch(/missing +0 .+\n[\s\S]+\nNothing differs\.\n$/)
  })
})
