import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { curlOf } from '../../../../commands/demo/api.ts'
import { layOutJson } from '../../../../commands/demo/lay-out-json.ts'

const target = {
  url: 'http://127.0.0.1:7071',
  keys: { write: 'W', read: `R'k`, admin: 'A' },
}

/** What a shell makes of the words behind `curl`. */
function wordsOf(command: string): string[] {
  const script = command.replace(/^curl/, "printf '%s\\0'")
  return execFileSync('sh', ['-c', script]).toString().split('\0').slice(0, -1)
}

describe('a request as curl', () => {
  it('is the same request to a shell, whatever stands in it', () => {
    const body = { batch: [{ event: `it's $HOME "and" \\ \`more\``, n: 1 }], note: 'x'.repeat(120) }
    const words = wordsOf(curlOf(target, { role: 'write', path: '/v1/batch', body }))
    expect(words.slice(0, 6)).toEqual([
      ...['-s', 'http://127.0.0.1:7071/v1/batch', '-H', 'x-functions-key: W'],
      ...['-H', 'content-type: application/json'],
    ])
    expect(words[6]).toBe('-d')
    expect(JSON.parse(words[7] ?? '')).toEqual(body)
    expect(wordsOf(curlOf(target, { role: 'read', path: '/v1/profiles/a:b?x=1&y=2' }))).toEqual([
      ...['-s', '-H', `x-functions-key: R'k`, 'http://127.0.0.1:7071/v1/profiles/a:b?x=1&y=2'],
    ])
  })
})

describe('JSON for people', () => {
  it('means the same', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const plain = JSON.parse(JSON.stringify(value)) as unknown
        expect(JSON.parse(layOutJson(value))).toEqual(plain)
      }),
    )
  })

  it('keeps what fits on a line', () => {
    expect(layOutJson({ success: true, rejected: [], of: undefined })).toBe(
      '{ "success": true, "rejected": [] }',
    )
    const long = { rows: [{ a: 'x'.repeat(60) }, { a: 'y'.repeat(60) }] }
    expect(layOutJson(long).split('\n')).toHaveLength(6)
  })
})
