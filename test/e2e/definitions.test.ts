import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pollUntil } from '../setup/poll-until.ts'
import { collect, keys, profileOnce, startRuntime, type Runtime } from './runtime.ts'

describe('the definitions of a workspace', () => {
  let runtime: Runtime

  beforeAll(async () => {
    runtime = await startRuntime()
  })
  afterAll(() => runtime.dispose())

  const manage = async (
    method: string,
    address: string,
    { body, headers = {} }: { readonly body?: unknown; readonly headers?: object } = {},
  ): Promise<{ status: number; etag: string | null; answer: Record<string, unknown> }> => {
    const response = await fetch(`${runtime.url}/v1/instances/default/manage/${address}`, {
      ...{ method, headers: { ...keys.admin, ...headers } },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const answer = (await response.json()) as Record<string, unknown>
    return { status: response.status, etag: response.headers.get('etag'), answer }
  }

  const loyalty = { kind: 'person', priority: 2, limit: 1 }

  it('hold at once: a namespace just defined makes the visitor known', async () => {
    const created = await manage('POST', 'namespaces', { body: { name: 'loyaltyId', ...loyalty } })
    expect(created).toMatchObject({
      status: 201,
      etag: '"2"',
      answer: { version: 2, active: true },
    })
    await collect(runtime.url, 'track', {
      ...{ anonymousId: 'l1', event: 'Card shown' },
      context: { externalIds: [{ id: 'L7', type: 'loyaltyId' }] },
    })
    const profile = await profileOnce(runtime.url, 'loyaltyId:L7', () => true)
    expect(profile.known).toBe(true)
  })

  it('are listed, read, switched off and on, taken out', async () => {
    await manage('PUT', 'namespaces/crmId', { body: loyalty })
    const list = await manage('GET', 'namespaces')
    const names = (list.answer['value'] as { name: string }[]).map(({ name }) => name)
    expect(names).toEqual([
      'anonymousId',
      'crmId',
      'deviceId',
      'email',
      'loyaltyId',
      'phone',
      'userId',
    ])
    const read = await manage('GET', 'namespaces/crmId')
    expect(read.answer).toMatchObject({ name: 'crmId', ...loyalty, onConflict: 'moveToLatest' })
    const off = await manage('PUT', 'namespaces/crmId/deactivate')
    expect(off.answer['active']).toBe(false)
    const on = await manage('PUT', 'namespaces/crmId/activate')
    expect(on.answer['active']).toBe(true)
    const outdated = { headers: { 'if-match': String(read.etag) } }
    expect(await manage('DELETE', 'namespaces/crmId', outdated)).toMatchObject({
      ...{ status: 412, answer: { error: { code: 'PreconditionFailed' } } },
    })
    const latest = { headers: { 'if-match': String(on.etag) } }
    const deleted = await manage('DELETE', 'namespaces/crmId', latest)
    expect(deleted).toMatchObject({ status: 200, answer: { name: 'crmId', deleted: true } })
    expect(deleted.answer['version']).toBeGreaterThan(Number(on.answer['version']))
    expect((await manage('GET', 'namespaces/crmId')).status).toBe(404)
  })

  it.each([
    ['PUT', 'namespaces/x', { kind: 'robot', priority: 1 }, 400, '/kind'],
    ['PUT', 'namespaces/x', { kind: 'person' }, 400, '/priority'],
    ['POST', 'namespaces', { kind: 'person', priority: 1 }, 400, '/name'],
    ['POST', 'namespaces', { name: 'email', kind: 'person', priority: 1 }, 409, '/name'],
    ['PUT', 'namespaces/customerId', { kind: 'person', priority: 1 }, 400, '/name'],
    ['PUT', 'identity', { visitGap: 'long' }, 400, '/visitGap'],
    ['PUT', 'identity', { visitgap: 5 }, 400, '/visitgap'],
    ['POST', 'identity:preview', { phoneRegion: 'XX' }, 400, '/phoneRegion'],
    ['POST', 'attributes:preview', { name: 'age', type: 'Edm.Int' }, 400, '/type'],
    ['POST', 'attributes:preview', { type: 'Edm.Int32' }, 400, '/name'],
  ])('%s %s of %j is refused with its place', async (method, address, body, status, target) => {
    expect(await manage(method, address, { body })).toMatchObject({
      ...{ status, answer: { error: { target } } },
    })
  })

  it('of identity are previewed, then bring all profiles in line', async () => {
    const addresses = ['e1@example.com', 'e2@example.com', 'e3@example.com']
    for (const [index, email] of addresses.entries()) {
      await collect(runtime.url, 'identify', {
        ...{ userId: 'many', traits: { email } },
        timestamp: `2026-01-0${index + 1}T10:00:00Z`,
      })
    }
    const isWhole = (wanted: number) => (profile: { identifiers: readonly unknown[] }) =>
      profile.identifiers.length === wanted
    await profileOnce(runtime.url, 'userId:many', isWhole(4))
    const settings = { maxIdentifiers: 3 }
    const preview = await manage('POST', 'identity:preview', { body: settings })
    expect(preview).toMatchObject({ status: 200, answer: { applies: 'recluster', complete: true } })
    const put = await manage('PUT', 'identity', { body: settings })
    const { jobId } = put.answer['applies'] as { jobId: string }
    await pollUntil(async () => {
      const address = `${runtime.url}/v1/instances/default/workflows/main/jobs/${jobId}`
      const job = (await (await fetch(address, { headers: keys.admin })).json()) as {
        status: string
      }
      return job.status === 'succeeded' ? job : undefined
    })
    const profile = await profileOnce(runtime.url, 'userId:many', isWhole(3))
    expect(profile.activityCount).toBe(3)
    await manage('PUT', 'identity', { body: {} })
    await profileOnce(runtime.url, 'userId:many', isWhole(4))
  })
})
