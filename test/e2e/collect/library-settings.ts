import { expect, it } from 'vitest'
import { keys } from '../runtime.ts'
import { read, send } from './send.ts'

const settings = '/v1/projects/local-write-key/settings'
const sourceConfig = '/sourceConfig?writeKey=local-write-key'
const origin = { origin: 'https://shop.example' }
const basic = (key: string): string => `Basic ${Buffer.from(`${key}:`).toString('base64')}`

/** What browser libraries ask for before they send anything. */
export function librarySettingsSuite(url: () => string): void {
  it.each([settings, `${settings}/`, settings.replace('projects', 'Projects')])(
    'answers analytics-next at %s',
    async (path) => {
      const { status, json, headers } = await send(url(), path, { headers: origin })
      expect({ status, json }).toMatchObject({
        status: 200,
        json: {
          integrations: {
            'Segment.io': {
              apiKey: 'local-write-key',
              apiHost: `${new URL(url()).host}/v1`,
              protocol: 'http',
            },
          },
        },
      })
      expect(headers).toMatchObject({
        'access-control-allow-origin': '*',
        'cache-control': 'private, max-age=300',
        vary: 'X-Forwarded-Host, X-Forwarded-Proto, Origin',
      })
    },
  )

  it('names the address that a proxy was asked for', async () => {
    const headers = { 'x-forwarded-host': 'data.shop.example', 'x-forwarded-proto': 'https' }
    expect((await send(url(), settings, { headers })).json).toMatchObject({
      integrations: { 'Segment.io': { apiHost: 'data.shop.example/v1', protocol: 'https' } },
    })
  })

  it.each<[string, Record<string, string>]>([
    [sourceConfig, {}],
    ['/sourceConfig', { authorization: basic('local-write-key') }],
    ['/sourceConfig/?p=npm&v=3.34.1&build=modern&writeKey=local-write-key', {}],
    ['/sourceconfig/', { authorization: basic('local-write-key') }],
  ])("answers RudderStack's library at %s", async (path, headers) => {
    const answer = await send(url(), path, { headers: { ...origin, ...headers } })
    expect(answer).toMatchObject({
      status: 200,
      json: { source: { id: 'web', enabled: true, destinations: [] } },
    })
    expect(answer.headers).toMatchObject({
      'access-control-allow-origin': '*',
      'cache-control': 'private, max-age=300',
    })
  })

  it.each([settings, sourceConfig])('answers HEAD and preflights of %s', async (path) => {
    const head = await send(url(), path, { method: 'HEAD', headers: origin })
    expect(head).toMatchObject({ status: 200, text: '' })
    const preflight = await send(url(), path, {
      method: 'OPTIONS',
      headers: { ...origin, 'access-control-request-headers': 'authorization' },
    })
    expect(preflight).toMatchObject({ status: 204, text: '' })
    for (const { headers } of [head, preflight]) {
      expect(headers).toMatchObject({ 'access-control-allow-origin': '*' })
    }
  })

  it.each<[string, Record<string, string>, number, string]>([
    ['/v1/projects/wrong/settings', {}, 401, 'Unauthorized'],
    ['/v1/projects/wrong/settings', keys.write, 401, 'Unauthorized'],
    ['/v1/projects/local-read-key/settings', {}, 403, 'Forbidden'],
    ['/v1/projects/%zz/settings', {}, 400, 'InvalidRequest'],
    ['/sourceConfig', {}, 401, 'Unauthorized'],
    ['/sourceConfig?writeKey=wrong', {}, 401, 'Unauthorized'],
    [
      '/sourceConfig/?writeKey=local-write-key',
      { authorization: basic('wrong') },
      401,
      'Unauthorized',
    ],
    ['/sourceConfig?writeKey=local-read-key', {}, 403, 'Forbidden'],
  ])('refuses %s with %j: %i %s, so that a page can read it', async (path, key, status, code) => {
    const answer = await send(url(), path, { headers: { ...origin, ...key } })
    expect(answer).toMatchObject({ status, json: { error: { code } } })
    expect(answer.headers).toMatchObject({ 'access-control-allow-origin': '*' })
    expect(answer.headers).toMatchObject({ 'cache-control': 'no-store' })
  })

  it('takes beacons with the key in the address', async () => {
    const batch = [{ type: 'page', anonymousId: 'beacon' }]
    const beacon = (key: string) =>
      send(url(), `/beacon/v1/batch?writeKey=${key}`, {
        method: 'POST',
        headers: { ...origin, 'content-type': 'text/plain' },
        body: JSON.stringify({ batch, sentAt: new Date() }),
      })
    expect(await beacon('local-write-key')).toMatchObject({ status: 200, json: { accepted: 1 } })
    expect(await beacon('wrong')).toMatchObject({ status: 401 })
  })

  it('gives next links of the address that a proxy was asked for', async () => {
    for (const messageId of ['next-1', 'next-2']) {
      const body = JSON.stringify({ anonymousId: 'next', event: 'Seen', messageId })
      await send(url(), '/v1/track', { method: 'POST', headers: keys.write, body })
    }
    const path = '/v1/profiles/anonymousId:next?include=activities&top=1'
    await expect
      .poll(async () => (await read(url(), path)).text, { timeout: 20_000 })
      .toContain('nextLink')
    const headers = { ...keys.read, 'x-forwarded-host': 'data.shop.example' }
    const { text } = await send(url(), path, { headers })
    expect(text).toContain('"nextLink":"http://data.shop.example/v1/profiles/')
  })
}
