import { expect, it } from 'vitest'
import { pollUntil } from '../../setup/poll-until.ts'
import { keys } from '../runtime.ts'
import { read, refusal, send } from './send.ts'

/** The write keys of the runtime under test. */
export const writeKeys = 'web:local-write-key,web:web-key-2,backend:backend-key'

const addresses = ['identify', 'track', 'page', 'screen', 'group', 'alias', 'batch'].flatMap(
  (name) => [name, name.charAt(0)],
)
const manage = '/v1/instances/default/manage'
const jobs = '/v1/instances/default/workflows/main/jobs'
const routes: readonly (readonly [method: string, path: string, access: string])[] = [
  ...addresses.map((address) => ['POST', `/v1/${address}`, 'write'] as const),
  ['GET', '/v1/profiles/userId:nobody', 'read'],
  ['GET', '/v1/profiles?namespace=userId&value=nobody', 'read'],
  ['GET', '/v1/instances', 'read'],
  ['GET', '/v1/instances/default/profilestore/stateinfo', 'read'],
  ['GET', `${manage}/events`, 'admin'],
  ['GET', `${manage}/rejects`, 'admin'],
  ['GET', jobs, 'admin'],
  ['GET', `${jobs}/nothing`, 'admin'],
  ['POST', `${jobs}?operationType=nothing`, 'admin'],
  ['POST', `${jobs}/nothing/cancel`, 'admin'],
]
const opens = { write: ['write'], read: ['read'], admin: ['read', 'admin'] }

/** Who may call what, and how a key is sent. */
export function accessSuite(url: () => string): void {
  it.each(routes)('%s %s needs a key that may %s', async (method, path, access) => {
    const ask = async (headers: Record<string, string>) => {
      const answer = await send(url(), path, { method, headers, body: '' })
      const { error } = answer.json as { error?: { code: string } }
      return `${answer.status} ${error?.code}`
    }
    expect(await ask({})).toBe('401 Unauthorized')
    expect(await ask({ 'x-functions-key': 'wrong' })).toBe('401 Unauthorized')
    for (const role of ['write', 'read', 'admin'] as const) {
      const answer = await ask(keys[role])
      if (opens[role].includes(access)) expect(answer).not.toMatch(/^40[13]/)
      else expect(answer).toBe('403 Forbidden')
    }
  })

  const basic = (key: string): string => `Basic ${Buffer.from(`${key}:`).toString('base64')}`
  it.each<[string, Record<string, string>, string, object]>([
    ['x-functions-key', { 'x-functions-key': 'local-write-key' }, '', {}],
    ['Ocp-Apim-Subscription-Key', { 'Ocp-Apim-Subscription-Key': 'local-write-key' }, '', {}],
    ['?code=', {}, '?code=local-write-key', {}],
    ['Basic', { authorization: basic('local-write-key') }, '', {}],
    ['the body of a call', {}, '', { writeKey: 'local-write-key' }],
    ['the second key of a source', { 'x-functions-key': 'web-key-2' }, '', {}],
  ])('collect takes the key as %s', async (_name, headers, search, more) => {
    const body = JSON.stringify({ anonymousId: 'null', ...more })
    const answer = await send(url(), `/v1/page${search}`, { method: 'POST', headers, body })
    expect(answer.status).toBe(200)
  })

  it.each<[string, Record<string, string>, string]>([
    ['Ocp-Apim-Subscription-Key', { 'Ocp-Apim-Subscription-Key': 'local-read-key' }, ''],
    ['?code=', {}, '?code=local-read-key'],
  ])('look-ups take the key as %s', async (_name, headers, search) => {
    expect(await send(url(), `/v1/instances${search}`, { headers })).toMatchObject({ status: 200 })
  })

  it('refuses a key in the body that is wrong, in the shape of collect', async () => {
    const body = JSON.stringify({ writeKey: 'wrong', batch: [] })
    const answer = await send(url(), '/v1/batch', { method: 'POST', body })
    expect(answer).toMatchObject({ status: 401, json: refusal('Unauthorized') })
  })

  it('names the source of an event by its key', async () => {
    for (const [key, messageId] of [
      ['local-write-key', 'source-1'],
      ['web-key-2', 'source-2'],
      ['backend-key', 'source-3'],
    ]) {
      const headers = { 'x-functions-key': key }
      const body = JSON.stringify({ anonymousId: 'sources', messageId })
      await send(url(), '/v1/page', { method: 'POST', headers, body })
    }
    const activities = await pollUntil(async () => {
      const path = '/v1/profiles/anonymousId:sources?include=activities'
      const { status, json } = await read(url(), path)
      const value = status === 200 ? (json as Timeline).activities.value : []
      return value.length === 3 ? value : undefined
    })
    const sources = activities.map(({ activityId, source }) => [activityId, source]).sort()
    expect(sources).toEqual([
      ['source-1', 'web'],
      ['source-2', 'web'],
      ['source-3', 'backend'],
    ])
  })

  it.each(addresses)('lets pages of any origin call %s', async (address) => {
    const origin = { origin: 'https://shop.example' }
    const preflight = await send(url(), `/v1/${address}`, {
      method: 'OPTIONS',
      headers: { ...origin, 'access-control-request-headers': 'authorization,content-type' },
    })
    expect(preflight).toMatchObject({ status: 204, text: '' })
    expect(preflight.headers).toMatchObject({
      'access-control-allow-origin': '*',
      'access-control-allow-headers': 'authorization,content-type',
      'access-control-max-age': '86400',
    })
    expect(preflight.headers['access-control-allow-methods']).toContain('POST')
    for (const headers of [origin, { ...origin, ...keys.write }]) {
      const answer = await send(url(), `/v1/${address}`, { method: 'POST', headers, body: '{}' })
      expect(answer.headers).toMatchObject({ 'access-control-allow-origin': '*', vary: 'Origin' })
    }
  })
}

interface Timeline {
  readonly activities: { readonly value: readonly { activityId: string; source: string }[] }
}
