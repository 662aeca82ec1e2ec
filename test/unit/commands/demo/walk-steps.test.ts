import { expect, it } from 'vitest'
import type { Api, ApiAnswer } from '../../../../commands/demo/api.ts'
import { shortenProfile } from '../../../../commands/demo/shorten.ts'
import { createVisitor } from '../../../../commands/demo/visitor.ts'
import { walkSteps } from '../../../../commands/demo/walk-steps.ts'
import type { Step } from '../../../../commands/demo/step.ts'

const target = { url: 'http://cdp.example', keys: { write: 'W', read: 'R', admin: 'A' } }
const walk = { visitor: createVisitor(1), crowd: { number: 1, end: 0, isHere: false } }

async function printed(steps: readonly Step[], api: Api, longestMs = 5_000): Promise<string> {
  const lines: string[] = []
  const pause = async (): Promise<void> => void lines.push('(pause)')
  const walking = { api, target, print: (line: string) => lines.push(line), pause, longestMs }
  await walkSteps(steps, walk, walking)
  return lines.join('\n')
}

const step = (init: Partial<Step> = {}): Step => ({
  sentence: () => 'She comes.',
  request: () => ({ role: 'read', path: '/v1/x' }),
  isThere: ({ body }) => (body as { n: number }).n === 2,
  shorten: (body) => body,
  ...init,
})

const answer = (body: unknown): ApiAnswer => ({ status: 200, body })

it('prints the sentence, the curl, and the answer once it is as wanted', async () => {
  let n = 0
  const text = await printed([step()], () => Promise.resolve(answer({ n: (n += 1) })))
  expect(text).toBe(
    "\n1. She comes.\n\ncurl -s -H 'x-functions-key: R' \\\n  'http://cdp.example/v1/x'\n\n→ 200\n{ \"n\": 2 }",
  )
})

it('says where an answer is shortened, and pauses between steps', async () => {
  const short = step({ shorten: () => ({}) })
  const text = await printed([short, short], () => Promise.resolve(answer({ n: 2 })))
  expect(text.match(/→ 200, shortened\n{}/g)).toHaveLength(2)
  expect(text.match(/\(pause\)/g)).toHaveLength(1)
})

it('says what was answered when that is not what should be there', async () => {
  const api: Api = () =>
    Promise.resolve({ status: 404, body: { error: { code: 'ProfileNotFound' } } })
  await expect(printed([step()], api, 0)).rejects.toThrow(/not to be seen.*404\n.*ProfileNotFound/s)
})

it('sends events once, however they are answered', async () => {
  let sent = 0
  const api: Api = () => Promise.resolve(answer({ n: (sent += 1) }))
  const request = () => ({ role: 'write', path: '/v1/batch', body: {} }) as const
  await expect(printed([step({ request })], api)).rejects.toThrow(/not to be seen/)
  expect(sent).toBe(1)
})

it('shows nothing of a profile that is not there', () => {
  const activity = { activityId: 'a', time: 't', type: 'page', title: 'Home', source: 'web' }
  expect(
    shortenProfile({
      customerId: 'c',
      known: true,
      evaluatedAt: 'e',
      activities: { value: [activity] },
    }),
  ).toEqual({
    customerId: 'c',
    known: true,
    activities: { value: [{ time: 't', type: 'page', title: 'Home' }] },
  })
})
