import { describe, expect, it } from 'vitest'
import type { JobReply, JobState } from '../../../../commands/verify/job-api.ts'
import { readVerifyRequest } from '../../../../commands/verify/options.ts'
import { verify } from '../../../../commands/verify/verify.ts'

const result = {
  ok: true,
  checked: { profiles: 3, events: 8, novelties: 1 },
  differences: { missing: 0, extra: 0 },
  first: [],
  leftOut: 0,
}

function job(status: JobState['status'], more: Partial<JobState> = {}): JobReply {
  return { kind: 'job', job: { jobId: 'j1', status, progress: { done: 1, total: 2 }, ...more } }
}

/** Runs the command over these replies: the first to its start, the last one for ever. */
async function run(replies: readonly JobReply[], { json = false } = {}) {
  const [first, ...rest] = replies
  const out: string[] = []
  const said: string[] = []
  const progress: string[] = []
  let asked = 0
  const code = await verify(
    { url: 'http://cdp.example', json },
    {
      api: {
        start: () => Promise.resolve(first ?? job('running')),
        read: () => Promise.resolve(rest[Math.min(asked++, rest.length - 1)] ?? job('running')),
      },
      progress: { update: ({ stage = '' }) => progress.push(stage), done: () => undefined },
      print: (line) => out.push(line),
      say: (line) => said.push(line),
      sleep: () => Promise.resolve(),
    },
  )
  return { code, out, said, progress, asked }
}

describe('npm run verify', () => {
  it('follows the job and prints what was compared, known names first', async () => {
    const { code, out, progress } = await run([
      job('running', { stage: 'log' }),
      job('running', { stage: 'profiles' }),
      job('succeeded', { result }),
    ])
    expect(code).toBe(0)
    expect(progress).toEqual(['log', 'profiles'])
    expect(out.map((line) => line.trim().split(/\s+/)[0])).toEqual([
      ...['Compared', 'events', 'profiles', 'novelties', 'Differences', 'missing', 'extra'],
      'Nothing',
    ])
  })

  it('ends with 1 where something differs, and tells what and what was left out', async () => {
    const first = [{ kind: 'missing', detail: 'It is \u001b[2Jgone.', messageId: 'm1' }]
    const differs = { ...result, ok: false, differences: { missing: 1200 }, first, leftOut: 2 }
    const { code, out } = await run([job('succeeded', { result: differs })])
    expect(code).toBe(1)
    expect(out.slice(-3)).toEqual([
      'missing: messageId=m1 It is ␛[2Jgone.',
      '1,200 differences.',
      '2 log blobs wait to be worked off; left out.',
    ])
  })

  it('prints the result as it was answered', async () => {
    const { out } = await run([job('succeeded', { result })], { json: true })
    expect(JSON.parse(out.join('\n'))).toEqual(result)
  })

  it('says why the job failed', async () => {
    const failed = job('failed', { error: 'Profiles are being computed.' })
    expect(await run([job('running'), failed])).toMatchObject({
      code: 1,
      said: ['The verification failed: Profiles are being computed.'],
    })
  })

  it('says how to start a Passerby where none is, and what is wrong with the key', async () => {
    const nobody = await run([{ kind: 'away', reason: 'ECONNREFUSED' }])
    expect(nobody.said[0]).toMatch(/^http:\/\/cdp\.example: ECONNREFUSED\. Start Passerby/)
    const wrong = await run([{ kind: 'hopeless', reason: 'the key is not accepted' }])
    expect([nobody.code, wrong.code]).toEqual([1, 1])
    expect(wrong.said).toEqual(['http://cdp.example: the key is not accepted.'])
  })

  it('waits for a Passerby that is away for a while, and not for ever', async () => {
    const away: JobReply = { kind: 'away', reason: 'ECONNREFUSED' }
    const back = await run([job('running'), away, away, job('succeeded', { result })])
    expect(back).toMatchObject({ code: 0, said: [] })
    const gone = await run([job('running'), away])
    expect(gone.code).toBe(1)
    expect(gone.said[0]).toContain('The job j1 may still run.')
    expect(gone.asked).toBeLessThan(100)
  })

  it('reads its options', () => {
    expect(readVerifyRequest(['--url', 'https://cdp.example/', '--json'])).toEqual({
      ...{ kind: 'verify', json: true },
      target: { url: 'https://cdp.example', key: 'local-admin-key' },
    })
    expect(readVerifyRequest(['--url', 'cdp'])).toMatchObject({ kind: 'refused' })
    expect(readVerifyRequest(['--nonsense'])).toMatchObject({ kind: 'refused' })
    expect(readVerifyRequest(['-h'])).toEqual({ kind: 'help' })
  })
})
