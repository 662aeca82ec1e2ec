import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { PassThrough } from 'node:stream'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { load } from '../../commands/load/load.ts'
import { mappingExample } from '../../commands/load/help.ts'
import type { LoadOptions } from '../../commands/load/options.ts'
import { StandInCollect } from './load/stand-in-collect.ts'

let folder: string
let collect: StandInCollect
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'passerby-load-'))
  collect = await StandInCollect.start()
})
afterEach(async () => {
  await collect.stop()
  await rm(folder, { recursive: true, force: true })
})

async function write(name: string, content: string | Buffer): Promise<string> {
  const file = path.join(folder, name)
  await writeFile(file, content)
  return file
}

function ndjson(calls: readonly object[]): string {
  return calls.map((call) => `${JSON.stringify(call)}\n`).join('')
}

/** So many calls, without a messageId. */
function visits(count: number): object[] {
  return Array.from({ length: count }, (_item, index) => ({
    type: 'page',
    anonymousId: `visitor-${index}`,
    sentAt: '2026-01-01T00:00:00Z',
  }))
}

interface Outcome {
  readonly code: number
  readonly out: string[]
  readonly err: string
}

async function run(
  files: readonly string[],
  more: Partial<LoadOptions> & { requested?: Promise<void>; firstMs?: number } = {},
): Promise<Outcome> {
  const { requested = new Promise<void>(() => undefined), firstMs = 20_000, ...options } = more
  const defaults = { url: collect.url, key: 'KEY', map: undefined, concurrency: 4, restart: false }
  const out: string[] = []
  const err: string[] = []
  const code = await load(
    { files, ...defaults, ...options },
    {
      stateFolder: path.join(folder, 'state'),
      patience: { firstMs, laterMs: 20_000 },
      watch: { requested },
      print: (line) => out.push(line),
      say: (line) => err.push(line),
      progressStream: new PassThrough() as unknown as NodeJS.WriteStream,
    },
  )
  return { code, out, err: err.join('\n') }
}

describe('loading NDJSON', () => {
  it('sends every line once, without sentAt, plain or compressed', async () => {
    const calls = visits(1_234)
    const plain = await write('plain.ndjson', ndjson(calls))
    const packed = await write('packed.jsonl.gz', gzipSync(ndjson(calls.slice(0, 10))))
    const { code, out } = await run([plain, packed])
    expect({ code, out }).toEqual({
      code: 0,
      out: ['1244 sent, 1244 accepted, 0 rejected, 0 duplicates'],
    })
    expect(collect.taken.size).toBe(1_244)
    expect([...collect.taken.values()].some((call) => 'sentAt' in call)).toBe(false)
    expect(collect.keys).toEqual(new Set(['KEY']))
  })

  it('keeps the order of the file with one request in flight', async () => {
    const file = await write('a.ndjson', ndjson(visits(350)))
    await run([file], { concurrency: 1 })
    const order = [...collect.taken.values()].map((call) => call['anonymousId'])
    expect(order).toEqual(visits(350).map((_call, index) => `visitor-${index}`))
  })

  it('counts a messageId that stood in these files before', async () => {
    const a = await write('a.ndjson', ndjson([{ messageId: '1', anonymousId: 'a' }]))
    const twice = { messageId: '2', anonymousId: 'a' }
    const b = await write('b.ndjson', ndjson([{ messageId: '1', anonymousId: 'a' }, twice, twice]))
    const { out } = await run([a, b])
    expect(out.at(-1)).toBe('4 sent, 4 accepted, 0 rejected, 2 duplicates')
  })

  it('tells what was refused, here and there, with the first line of each', async () => {
    const lines = ['{"anonymousId":"a"}', '', '{"broken"', '[1]', '{"type":"page"}', '{}']
    const { code, out } = await run([await write('a.ndjson', lines.join('\r\n'))])
    expect(code).toBe(0)
    expect(out).toEqual([
      'Refused:',
      expect.stringMatching(/^ {2}InvalidJson 2, first in a.ndjson line 3: /),
      '  NoIdentifier 2, first in a.ndjson line 5: The call has no identifier.',
      '5 sent, 1 accepted, 4 rejected, 0 duplicates',
    ])
  })

  it('sends a batch that is too large in halves, and lets the server refuse the call', async () => {
    const calls = [...visits(3), { anonymousId: 'large', note: 'x'.repeat(40_000) }, ...visits(3)]
    const error = { code: 'EventTooLarge', message: 'An event may have 32 KiB.' }
    collect.trouble = (request) =>
      (collect.sizes[request - 1] ?? 0) > 32_768 ? { status: 413, body: { error } } : undefined
    const { out } = await run([await write('a.ndjson', ndjson(calls))])
    expect(out).toEqual([
      'Refused:',
      '  EventTooLarge 1, first in a.ndjson line 4: An event may have 32 KiB.',
      '7 sent, 6 accepted, 1 rejected, 0 duplicates',
    ])
  })
})

describe('loading through trouble', () => {
  it('neither loses nor doubles anything over refusals and lost connections', async () => {
    const troubles = ['dropBefore', 'dropAfter', { status: 503 }, { status: 429 }] as const
    collect.trouble = (request) => (request % 3 === 0 ? troubles[(request / 3) % 4] : undefined)
    const { code, out } = await run([await write('a.ndjson', ndjson(visits(1_000)))])
    expect(code).toBe(0)
    expect(out.at(-1)).toBe('1000 sent, 1000 accepted, 0 rejected, 0 duplicates')
    expect(collect.taken.size).toBe(1_000)
  })

  it('waits for a server that restarts', async () => {
    const port = Number(new URL(collect.url).port)
    const first = collect
    let restarted: Promise<StandInCollect> | undefined
    first.beforeAnswer = (request) => {
      if (request === 3) restarted = first.stop().then(() => StandInCollect.start(port))
    }
    const { code, out, err } = await run([await write('a.ndjson', ndjson(visits(2_000)))])
    collect = (await restarted) ?? first
    expect(code).toBe(0)
    expect(out.at(-1)).toBe('2000 sent, 2000 accepted, 0 rejected, 0 duplicates')
    expect(new Set([...first.taken.keys(), ...collect.taken.keys()]).size).toBe(2_000)
    expect(err).toContain('trying again')
  })

  it.each([401, 403])('stops at once on %d', async (status) => {
    collect.trouble = () => ({ status, body: { error: { code: 'Unauthorized', message: 'no' } } })
    const { code, out, err } = await run([await write('a.ndjson', ndjson(visits(10)))])
    expect(code).toBe(1)
    expect(err).toMatch(/the key is not accepted \(Unauthorized: no\); give a write key with --key/)
    expect(out.at(-1)).toBe('0 sent, 0 accepted, 0 rejected, 0 duplicates')
  })

  it('gives up on a server that never answers', async () => {
    const { url } = collect
    const file = await write('a.ndjson', ndjson(visits(10)))
    await collect.stop()
    const { code, err } = await run([file], { url, firstMs: 0 })
    collect = await StandInCollect.start()
    expect(code).toBe(1)
    expect(err).toContain(`${url} cannot be reached: ECONNREFUSED`)
  })

  it('goes on after an interruption where every line before was answered', async () => {
    const file = await write('a.ndjson', ndjson(visits(2_000)))
    const requested = new Promise<void>((resolve) => {
      collect.beforeAnswer = (request) => {
        if (request === 5) resolve()
      }
    })
    const first = await run([file], { requested })
    expect(first.code).toBe(130)
    const sentFirst = Number(first.out.at(-1)?.split(' ')[0])
    expect(sentFirst).toBeGreaterThanOrEqual(500)
    expect(sentFirst).toBeLessThan(2_000)

    const second = await run([file])
    expect(second.err).toMatch(/a.ndjson: goes on behind record \d+00 /)
    expect(second.out.at(-1)).toBe(
      `${2_000 - sentFirst} sent, ${2_000 - sentFirst} accepted, 0 rejected, 0 duplicates`,
    )
    expect(collect.taken.size).toBe(2_000)
    expect(await readdir(path.join(folder, 'state'))).toEqual([])
  })

  it('starts over on wish', async () => {
    const file = await write('a.ndjson', ndjson(visits(1_000)))
    await run([file], { requested: Promise.resolve() })
    const { out } = await run([file], { restart: true })
    expect(out.at(-1)).toBe('1000 sent, 1000 accepted, 0 rejected, 0 duplicates')
  })
})

describe('loading CSV', () => {
  const sample = [
    'EventID,EventTimeStamp,UserID,PrimaryKey,EventName',
    '6,2022-09-15 09:00:00,abc123,CookieID1,Product viewed',
    '2,2022-09-18 10:05:00,,CookieID1,"Product viewed, twice"',
  ].join('\n')

  it('knows the table of the sample scenario', async () => {
    const { out } = await run([await write('sample.csv', `\uFEFF${sample}`)])
    expect(out).toEqual(['2 sent, 2 accepted, 0 rejected, 0 duplicates'])
    expect([...collect.taken.values()]).toEqual([
      {
        type: 'track',
        event: 'Product viewed',
        anonymousId: 'CookieID1',
        messageId: '6',
        timestamp: '2022-09-15T09:00:00.000Z',
        properties: { UserID: 'abc123' },
      },
      {
        type: 'track',
        event: 'Product viewed, twice',
        anonymousId: 'CookieID1',
        messageId: '2',
        timestamp: '2022-09-18T10:05:00.000Z',
      },
    ])
  })

  it('takes a mapping, and rows without an id stay the same in every run', async () => {
    const map = await write('map.json', '{ "anonymousId": "{Id}", "price": "{Price}" }')
    const file = await write('shop.csv', 'Id;Price\na;1,50\nb;\n\nb;\n')
    const { out } = await run([file], { map })
    expect(out).toEqual(['3 sent, 3 accepted, 0 rejected, 0 duplicates'])
    await run([file], { map })
    expect([...collect.taken.values()]).toEqual([
      { anonymousId: 'a', price: '1,50', messageId: expect.stringMatching(/^load-/) },
      { anonymousId: 'b', messageId: expect.stringMatching(/^load-/) },
      { anonymousId: 'b', messageId: expect.stringMatching(/^load-/) },
    ])
  })

  it('names the columns and shows a mapping where one is needed', async () => {
    const good = await write('a.ndjson', ndjson(visits(1)))
    const { code, err } = await run([good, await write('shop.csv', 'Id,Price\na,1\n')])
    expect(code).toBe(1)
    expect(err).toContain('shop.csv needs a mapping from its columns to calls. It has: Id, Price.')
    expect(err).toContain(mappingExample)
    expect(collect.taken.size).toBe(0)
  })

  it('names a column that the mapping has and the file has not', async () => {
    const map = await write('map.json', '{ "anonymousId": "{ID}" }')
    const { code, err } = await run([await write('shop.csv', 'Id,Price\na,1\n')], { map })
    expect(code).toBe(1)
    expect(err).toBe('shop.csv has no column ID of the mapping. It has: Id, Price.')
  })

  it('takes a quote that is out of place for a part of the value', async () => {
    const map = await write('map.json', '{ "anonymousId": "{Id}", "name": "{Name}" }')
    await run([await write('a.csv', 'Id, Name\na, "x" y\nb,5" screen\nc\n')], { map })
    expect([...collect.taken.values()].map((call) => call['name'])).toEqual([
      '"x" y',
      '5" screen',
      undefined,
    ])
  })

  it('says where a file cannot be read', async () => {
    const map = await write('map.json', '{ "anonymousId": "{Id}" }')
    const { code, err } = await run([await write('a.csv', 'Id\na\n"b\n')], { map })
    expect(code).toBe(1)
    expect(err).toMatch(/^a.csv: Quote Not Closed: .* line 3/)
  })
})

it('says which file is missing', async () => {
  const { code, err } = await run([path.join(folder, 'none.ndjson')])
  expect(code).toBe(1)
  expect(err).toMatch(/none.ndjson: there is no such file$/)
})
