import { createHash } from 'node:crypto'
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startHostProcess, type HostProcess } from './host-process.ts'
import { ask, sendRaw, type Question } from './host-request.ts'

interface Echo {
  readonly function: string
  readonly method: string
  readonly url: string
  readonly params: Record<string, string>
  readonly query: Record<string, string>
  readonly headers: Record<string, string>
  readonly length: number
  readonly sha256: string
}

let host: HostProcess

beforeAll(async () => {
  host = await startHostProcess({
    'AzureWebJobs.switched-off.Disabled': 'true',
    'AzureWebJobs.on-queue.Disabled': '1',
    'AzureWebJobs.on-topic.Disabled': '1',
    'AzureWebJobs.every-minute.Disabled': '1',
    'AzureWebJobs.every-second.Disabled': '1',
    FROM_BOTH: 'environment',
    PASSERBY_HOST_KEY: 'host-key',
  })
})

afterAll(() => host.stop())

async function echo(path: string, question?: Question): Promise<Echo> {
  const answer = await ask(host.port, path, question)
  expect(answer.status).toBe(200)
  return JSON.parse(answer.body.toString()) as Echo
}

describe('routes', () => {
  it.each<[string, string, Record<string, string>]>([
    ['/echo', 'echo', {}],
    ['/ECHO/', 'echo', {}],
    ['/no-route', 'no-route', {}],
    ['/things/special', 'z-literal', {}],
    ['/things/other', 'thing', { id: 'other' }],
    ['/things/1/parts', 'thing-part', { id: '1' }],
    ['/things/1/parts/2', 'thing-part', { id: '1', part: '2' }],
    ['/numbers/-12', 'number', { n: '-12' }],
    ['/letters/abc', 'letters', { text: 'abc' }],
    ['/patterns/123', 'pattern', { text: '123' }],
    [
      '/ids/3f2504e0-4f89-11d3-9a0c-0305e82c3301',
      'id',
      { id: '3f2504e0-4f89-11d3-9a0c-0305e82c3301' },
    ],
    ['/files', 'rest', {}],
    ['/files/a/b%20c.txt', 'rest', { rest: 'a/b c.txt' }],
    ['/rows(k1)', 'mixed', { key: 'k1' }],
    ['/a/../echo', 'echo', {}],
    ['/things/a%2Fb', 'thing', { id: 'a%2Fb' }],
    ['/things/caf%C3%A9', 'thing', { id: 'café' }],
    ['/things/100%', 'thing', { id: '100%' }],
    ['/things/%ff%41', 'thing', { id: '%ff%41' }],
  ])('%s reaches %s', async (path, name, params) => {
    expect(await echo(path)).toMatchObject({ function: name, params })
  })

  it.each<[string, string]>([
    ['GET', '/'],
    ['GET', '/unknown'],
    ['GET', '/echo/more'],
    ['GET', '//echo'],
    ['DELETE', '/echo'],
    ['HEAD', '/echo'],
    ['OPTIONS', '/echo'],
    ['GET', '/numbers/x'],
    ['GET', '/numbers/2147483648'],
    ['GET', '/letters/a'],
    ['GET', '/letters/abcde'],
    ['GET', '/letters/ab1'],
    ['GET', '/patterns/1234'],
    ['GET', '/ids/none'],
    ['GET', '/switched-off'],
    ['GET', '/api/echo'],
  ])('%s %s is a 404 without a body', async (method, path) => {
    const answer = await ask(host.port, path, { method })
    expect([answer.status, answer.body.length]).toEqual([404, 0])
  })

  it('chooses by method among functions of one route', async () => {
    expect(await echo('/things/1', { method: 'PUT' })).toMatchObject({ function: 'put-only' })
    expect(await echo('/things/special', { method: 'PUT' })).toMatchObject({ function: 'put-only' })
  })

  it('warns about routes that the real host would resolve otherwise', async () => {
    await host.line('The routes of "z-literal" and "thing" overlap')
  })
})

describe('requests', () => {
  it('hands over the URL as it was sent', async () => {
    const path = '/echo?a=%2F%zz&b=x%20y+z&c='
    expect((await echo(path)).url).toBe(`${host.url}${path}`)
  })

  it('joins repeated query names, whatever their case', async () => {
    const { query } = await echo('/echo?a=1&A=2&b=x+y%20z')
    expect(query).toEqual({ a: '1,2', b: 'x y z' })
  })

  it('hands over headers in lower case, repeated ones joined', async () => {
    const { headers } = await echo('/echo', { headers: { 'X-One': ['a', 'b'], 'X-Two': '' } })
    expect(headers).toMatchObject({ 'x-one': 'a,b', 'x-two': '' })
  })

  it('hands over every byte of a body', async () => {
    const body = Uint8Array.from({ length: 700_000 }, (_, index) => (index * 7919) % 256)
    const sha256 = createHash('sha256').update(body).digest('hex')
    expect(await echo('/echo', { method: 'POST', body })).toMatchObject({ length: 700_000, sha256 })
  })

  it('hands over a chunked upload empty', async () => {
    const question = { method: 'POST', body: 'lost', chunked: true }
    expect(await echo('/echo', question)).toMatchObject({ method: 'POST', length: 0 })
  })

  it('answers 413 without a body above the limit, and serves on', async () => {
    const answer = await ask(host.port, '/echo', { method: 'POST', body: Buffer.alloc(1_048_577) })
    expect([answer.status, answer.body.length]).toEqual([413, 0])
    expect(await echo('/echo', { method: 'POST', body: Buffer.alloc(1_048_576) })).toMatchObject({
      length: 1_048_576,
    })
  })

  it('survives a request that is aborted in the middle of its body', async () => {
    await new Promise<void>((resolve) => {
      const socket = connect(host.port, '127.0.0.1', () => {
        socket.write('POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nhalf', () => {
          socket.destroy()
          resolve()
        })
      })
    })
    expect(await echo('/echo')).toMatchObject({ function: 'echo' })
  })

  it.each([
    ['no HTTP at all', 'nonsense\r\n\r\n'],
    ['a missing Host header', 'GET /echo HTTP/1.1\r\n\r\n'],
    ['a Host header that is none', 'GET /echo HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n'],
    ['bytes outside ASCII', 'GET /caf\xe9 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'],
  ])('answers 400 to %s', async (_, text) => {
    expect(await sendRaw(host.port, text)).toMatch(/^HTTP\/1\.1 400 /)
  })

  it('takes the absolute form of a request target', async () => {
    const text =
      'GET http://shop.example/things/7?a=1 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'
    expect(await sendRaw(host.port, text)).toContain('"url":"http://shop.example/things/7?a=1"')
  })

  it('serves several requests on one connection', async () => {
    const one = 'GET /created HTTP/1.1\r\nHost: x\r\n\r\n'
    const last = 'GET /created HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'
    const answer = await sendRaw(host.port, one + one + last)
    expect(answer.match(/HTTP\/1\.1 201 Created/g)).toHaveLength(3)
  })
})

describe('responses', () => {
  it.each<[string, number, string]>([
    ['/nothing', 204, ''],
    ['/no-content', 204, ''],
    ['/empty', 200, ''],
    ['/created', 201, 'made'],
    ['/teapot', 418, '{"tea":true}'],
    ['/throws', 500, ''],
    ['/bad-result', 500, ''],
    ['/bad-status', 500, ''],
  ])('%s answers %i', async (path, status, body) => {
    const answer = await ask(host.port, path)
    expect([answer.status, answer.body.toString()]).toEqual([status, body])
  })

  it('carry the headers of the function', async () => {
    const { headers } = await ask(host.port, '/created')
    expect(headers).toMatchObject({
      'x-own': 'yes',
      'content-type': 'text/csv',
      'content-length': '4',
    })
  })

  it('carry cookies as the real host writes them', async () => {
    const { headers } = await ask(host.port, '/cookies')
    expect(headers['set-cookie']).toEqual([
      'a=b%20c; max-age=60; path=/; secure; samesite=lax; httponly',
      'plain=1; path=/',
    ])
  })

  it('carry bytes', async () => {
    expect([...(await ask(host.port, '/bytes')).body]).toEqual([0, 255, 128, 10, 13])
  })

  it('to HEAD have a length and no body, where a function takes HEAD', async () => {
    const answer = await ask(host.port, '/with-head', { method: 'HEAD' })
    expect([answer.status, answer.headers['content-length'], answer.body.length]).toEqual([
      200,
      '5',
      0,
    ])
  })
})

describe('keys', () => {
  it.each<[string, Question, number]>([
    ['/guarded', {}, 401],
    ['/guarded?code=wrong', {}, 401],
    ['/guarded?code=host-key', {}, 200],
    ['/guarded', { headers: { 'x-functions-key': 'host-key' } }, 200],
    ['/guarded?code=host-key', { headers: { 'x-functions-key': 'wrong' } }, 401],
  ])('%s with %j answers %i', async (path, question, status) => {
    const answer = await ask(host.port, path, question)
    expect(answer.status).toBe(status)
    if (status === 401) expect(answer.body.length).toBe(0)
  })
})

describe('the app', () => {
  it('has its settings in the environment, which wins over the file', async () => {
    const { body } = await ask(host.port, '/settings')
    expect(JSON.parse(body.toString())).toEqual({
      fromFile: 'file',
      fromBoth: 'environment',
      environment: 'Development',
    })
  })

  it('cannot register functions once it has started', async () => {
    const { body } = await ask(host.port, '/register-late')
    expect(body.toString()).toContain('only while the app starts')
  })

  it('is called between its hooks', async () => {
    const { body } = await ask(host.port, '/hooked')
    expect(body.toString()).toBe('seen before, replaced after')
  })

  it('logs from information on, and a failure as one line', async () => {
    const id = JSON.parse((await ask(host.port, '/logs')).body.toString()) as string
    expect(id).toMatch(/^[0-9a-f-]{36}$/)
    await host.line('log at information')
    await host.line('log at error')
    expect(host.lines.filter((line) => line.includes('log at debug'))).toEqual([])
    await ask(host.port, '/throws')
    const failure = await host.line('Function "throws" failed')
    expect(failure).toMatch(/^Function "throws" failed \([0-9a-f-]{36}\): first line second line$/)
  })
})
