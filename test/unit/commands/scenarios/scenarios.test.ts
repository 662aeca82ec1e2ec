import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkScenario } from '../../../../commands/scenarios/check-scenario.ts'
import { readScenariosRequest } from '../../../../commands/scenarios/options.ts'
import { runScenario } from '../../../../commands/scenarios/run-scenario.ts'
import { runScenarios } from '../../../../commands/scenarios/run-scenarios.ts'
import { parseScenarios } from '../../../../commands/scenarios/scenario-file.ts'

const scenario = {
  id: 'X-1',
  title: 'a visitor signs up',
  namespaces: [
    { name: 'userId', kind: 'person', priority: 1, limit: 1 },
    { name: 'cookieId', kind: 'device', priority: 2 },
  ],
  settings: { onLogout: 'newAnonymous' },
  events: [
    { messageId: 'a', t: 10, ids: { cookieId: ['c'] } },
    { messageId: 'b', t: 20, ids: { cookieId: ['c'], userId: 'u' }, kind: 'authenticated' },
    { messageId: 'c', t: 30.5, ids: { cookieId: ['c'] }, kind: 'logout' },
    { messageId: 'd', t: 40, ids: { cookieId: ['c'] } },
    { messageId: 'e', t: 50, ids: { userId: ['u', 'v'], cookieId: ['null'] } },
    { t: 60, ids: { userId: ['w'] } },
  ],
}

const outcomeOf = (given: object) => {
  const [parsed] = parseScenarios(JSON.stringify([given]), 'file')
  if (parsed === undefined) throw new Error('no scenario')
  return { outcome: runScenario(parsed), expected: parsed.expect }
}
const problemsOf = (expected: object): string[] => {
  const run = outcomeOf({ ...scenario, expect: expected })
  return checkScenario(run.outcome, run.expected)
}

describe('a scenario', () => {
  it('says what came of it in the notation of the file', () => {
    const { outcome } = outcomeOf(scenario)
    const { activityOwner, eventPrimary, canonical, ...rest } = outcome
    expect(rest).toEqual({
      id: 'X-1',
      profiles: [['cookieId:c@30.5'], ['cookieId:c', 'userId:u'], ['userId:w']],
      known: [false, true, true],
      detached: [],
      refusedLinks: [],
      rejectedIdentifiers: ['cookieId:null'],
      rejectedEvents: ['e'],
      activities: 6,
    })
    expect(Object.entries(activityOwner).slice(0, 5)).toEqual([
      ['a', 'userId:u'],
      ['b', 'userId:u'],
      ['c', 'userId:u'],
      ['d', 'cookieId:c@30.5'],
      ['e', null],
    ])
    expect(canonical).toEqual({
      'cookieId:c@30.5': 'cookieId:c@30.5',
      'cookieId:c': 'userId:u',
      'userId:u': 'userId:u',
      'userId:w': 'userId:w',
    })
    expect(eventPrimary['b']).toBe('userId:u')
  })

  it('passes when all is as expected', () => {
    expect(
      problemsOf({
        profiles: [['userId:u', 'cookieId:c'], ['userId:w'], ['cookieId:c@30.5']],
        known: [true, true, false],
        activityOwner: { a: 'cookieId:c', d: 'cookieId:c@30.5', e: null },
        detached: [],
        rejectedEvents: ['e'],
        rejectedIdentifiers: [],
        canonical: { 'cookieId:c': 'userId:u' },
        eventPrimary: { b: 'userId:u' },
        activities: 6,
      }),
    ).toEqual([])
  })

  const profiles = [['userId:u', 'cookieId:c'], ['userId:w'], ['cookieId:c@30.5']]
  it.each<[string, object]>([
    ['a profile more', { profiles: profiles.slice(1) }],
    ['a profile less', { profiles: [...profiles, ['userId:x']] }],
    ['a known one that is unknown', { profiles, known: [false, true, false] }],
    ['another owner', { activityOwner: { a: 'userId:w' } }],
    ['an owner where there is none', { activityOwner: { e: 'userId:u' } }],
    ['no owner where there is one', { activityOwner: { a: null } }],
    ['an event that is not there', { activityOwner: { z: null } }],
    ['a detached identifier', { detached: ['userId:u'] }],
    ['a refused link', { refusedLinks: [['userId:u', 'cookieId:c']] }],
    ['a rejected event', { rejectedEvents: [] }],
    ['a rejected identifier', { rejectedIdentifiers: ['userId:u'] }],
    ['a canonical identifier', { canonical: { 'userId:u': 'cookieId:c' } }],
    ['the strongest identifier of an event', { eventPrimary: { b: 'cookieId:c' } }],
    ['the number of activities', { activities: 7 }],
  ])('fails by %s', (_name, expected) => {
    expect(problemsOf(expected).length).toBeGreaterThan(0)
  })
})

describe('npm run scenarios', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'scenarios-'))
  })
  afterAll(() => rm(folder, { recursive: true }))

  const run = async (content: string, json = false) => {
    const file = path.join(folder, 'scenarios.json')
    await writeFile(file, content)
    const lines: string[] = []
    const passed = await runScenarios({ file, json }, (line) => lines.push(line))
    return { passed, lines }
  }
  const failing = { ...scenario, id: 'X-2', expect: { activities: 1 } }

  it('prints a line for each, and the sum', async () => {
    const { passed, lines } = await run(JSON.stringify({ scenarios: [scenario, failing] }))
    expect(passed).toBe(false)
    expect(lines).toEqual([
      'ok   X-1 a visitor signs up',
      'FAIL X-2 a visitor signs up',
      '       activities: 6, not 1',
      '1 passed, 1 failed',
    ])
  })

  it('prints only JSON when asked to, whatever passes', async () => {
    const { passed, lines } = await run(JSON.stringify([scenario, failing]), true)
    expect(passed).toBe(false)
    expect(lines).toHaveLength(1)
    expect(JSON.parse(lines[0] ?? '')).toMatchObject([{ id: 'X-1' }, { id: 'X-2' }])
  })

  it.each([
    ['{', /is not JSON/],
    ['{}', /must be an array of scenarios/],
    [
      '[{ "id": "A", "namespaces": [], "events": [{ "t": "soon" }] }]',
      /scenario 0 \(A\): \/events\/0\/t: /,
    ],
    ['[{ "id": "A", "namespaces": [{ "name": "a:b" }], "events": [] }]', /\/namespaces\/0\/name/],
  ])('says what is wrong with %s', async (content, message) => {
    await expect(run(content)).rejects.toThrow(message)
  })

  it('says which file is not there', async () => {
    const file = path.join(folder, 'absent.json')
    await expect(runScenarios({ file, json: false }, () => undefined)).rejects.toThrow(/ENOENT/)
  })

  it('takes one file, relative to where the user stands', () => {
    expect(readScenariosRequest(['a.json', '--json'], '/home/ann')).toEqual({
      kind: 'run',
      file: '/home/ann/a.json',
      json: true,
    })
    for (const args of [[], ['a', 'b'], ['a', '--jsno']]) {
      expect(readScenariosRequest(args, '/').kind).toBe('refused')
    }
  })
})
