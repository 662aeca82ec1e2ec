import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { sharedFolder } from '../../setup/shared-data.ts'
import { mapLimited } from '../../../shared/platform/async/map-limited.ts'
import { post } from './send.ts'

const folder = path.join(sharedFolder, 'data/segment-payloads')

/** The payloads of all files whose name has the given end. */
function payloads(end: string): Record<string, unknown>[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(end))
    .flatMap((name) => readFileSync(path.join(folder, name), 'utf8').split('\n'))
    .filter((line) => line !== '')
    .map((line) => (JSON.parse(line) as { payload: Record<string, unknown> }).payload)
}

/** What the documentation of Segment and RudderStack shows as calls. */
export function payloadsSuite(url: () => string): void {
  it.each([
    ['.calls.jsonl', 142],
    ['.batches.jsonl', 2],
  ])('every one of *%s is accepted, or refused with a code', async (end, count) => {
    const all = payloads(end)
    expect(all).toHaveLength(count)
    const refused: unknown[] = []
    await mapLimited(all, 8, async (payload) => {
      const type = typeof payload['type'] === 'string' ? payload['type'] : 'batch'
      const { status, json } = await post(url(), type, payload)
      const { success, error } = json as { success: boolean; error?: { code?: string } }
      if (status === 200) return expect(success).toBe(true)
      expect({ status, success, code: error?.code }, JSON.stringify(payload)).toEqual({
        status: 400,
        success: false,
        code: expect.stringMatching(/^[A-Z]/) as string,
      })
      refused.push(payload)
    })
    expect(refused.length, JSON.stringify(refused)).toBeLessThan(count / 4)
  })
}
