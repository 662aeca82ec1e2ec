import { Validator } from '@seriousme/openapi-schema-validator'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { OpenApi, Operation, Parameter } from '../../commands/docs/openapi.ts'
import { collect, keys, profileOnce, startRuntime, type Runtime } from './runtime.ts'

// The types of this CommonJS module speak of a default export that Node does not see.
const addFormats = createRequire(import.meta.url)('ajv-formats') as (ajv: Ajv2020) => void

interface Documented {
  readonly path: string
  readonly method: string
  readonly operation: Operation
}

/** Clients must take members they do not know; here none may come that is not documented. */
function closed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(closed)
  if (typeof value !== 'object' || value === null) return value
  const members = Object.entries(value).map(([name, member]) => [name, closed(member)] as const)
  const isObject = 'properties' in value && !('additionalProperties' in value)
  return { ...Object.fromEntries(members), ...(isObject && { additionalProperties: false }) }
}

/** Every operation of the document. */
function operationsOf({ paths }: OpenApi): Documented[] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  )
}

describe('the description of the interface', () => {
  let runtime: Runtime
  let document: OpenApi
  let check: (schema: object, value: unknown) => string[]

  beforeAll(async () => {
    runtime = await startRuntime()
    document = (await (await fetch(`${runtime.url}/openapi.json`)).json()) as OpenApi
    const ajv = new Ajv2020({ strict: false, allErrors: true })
    addFormats(ajv)
    ajv.addSchema({ ...(closed(document) as object), $id: 'openapi' })
    check = (schema, value) => {
      const absolute = JSON.parse(
        JSON.stringify(closed(schema)).replaceAll('"#/', '"openapi#/'),
      ) as object
      const validate = ajv.compile(absolute)
      validate(value)
      return (validate.errors ?? []).map(
        ({ instancePath, message }) => `${instancePath} ${message}`,
      )
    }
    await collect(runtime.url, 'track', { anonymousId: 'CookieID1', event: 'Seen' })
    await collect(runtime.url, 'track', { event: 'Refused' })
    await profileOnce(runtime.url, 'anonymousId:CookieID1', (profile) => profile.activityCount > 0)
  })
  afterAll(() => runtime.dispose())

  const addressOf = ({ path, operation }: Documented, values: Record<string, string>): string => {
    const parameters: readonly Parameter[] = operation.parameters ?? []
    const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => {
      const documented = parameters.find((parameter) => parameter.name === name)?.schema.example
      return encodeURIComponent(values[name] ?? documented ?? '')
    })
    const query = parameters.flatMap(({ in: place, name, schema: { example } }) =>
      place === 'query' && example !== undefined ? [[name, example] as const] : [],
    )
    return `${runtime.url}${filled}?${new URLSearchParams(Object.fromEntries(query)).toString()}`
  }

  const send = async (documented: Documented, headers: object, values = {}) => {
    const body = documented.operation.requestBody?.content['application/json'].example
    return fetch(addressOf(documented, values), {
      method: documented.method.toUpperCase(),
      headers: { ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
  }

  const expectAsDocumented = async (
    { operation }: Documented,
    response: Response,
    status: number,
  ): Promise<unknown> => {
    expect(response.status, operation.operationId).toBe(status)
    const content = operation.responses[String(status)]?.content['application/json']
    const answer: unknown = await response.json()
    expect(check(content?.schema ?? { not: {} }, answer), operation.operationId).toEqual([])
    return answer
  }

  it('is a valid OpenAPI document', async () => {
    const result = await new Validator().validate({ ...structuredClone(document) })
    expect(result.errors ?? []).toEqual([])
    expect(document.openapi).toBe('3.1.1')
  })

  it('is answered as it says, request by request', async () => {
    const keyFor: Readonly<Record<string, object>> = {
      Collect: keys.write,
      'Browser libraries': keys.write,
    }
    const values: Record<string, string> = {}
    const operations = operationsOf(document)
    // A job must have been started before it can be asked for, and a correction made.
    const made = new Map([
      ['job-start', 'jobId'],
      ['correction-make', 'correctionId'],
    ])
    const rankOf = ({ method, operation }: Documented): number => {
      if (made.has(operation.operationId) || operation.operationId.endsWith('-create')) return 0
      // What was deleted cannot be asked for any more.
      return method === 'delete' ? 2 : 1
    }
    for (const documented of [...operations].sort((a, b) => rankOf(a) - rankOf(b))) {
      const { operation } = documented
      const headers = keyFor[operation.tags[0] ?? ''] ?? keys.admin
      const response = await send(documented, headers, values)
      const [status = '200'] = Object.keys(operation.responses).filter((code) => code < '300')
      const answer = await expectAsDocumented(documented, response, Number(status))
      const name = made.get(operation.operationId)
      if (name !== undefined) {
        const { jobId, id } = answer as { jobId?: string; id?: string }
        values[name] = jobId ?? id ?? ''
      }
    }
    expect(operations.length).toBeGreaterThan(20)
  })

  it('tells how a missing and a wrong kind of key are answered', async () => {
    const guarded = operationsOf(document).filter(({ operation }) => '401' in operation.responses)
    expect(guarded.length).toBeGreaterThan(15)
    const noKey = { jobId: 'x', correctionId: 'x', writeKey: 'unknown' }
    const wrongKind = { jobId: 'x', correctionId: 'x', writeKey: 'local-read-key' }
    for (const documented of guarded) {
      await expectAsDocumented(documented, await send(documented, {}, noKey), 401)
      const takesWriteKey = /Collect|Browser/.test(documented.operation.tags[0] ?? '')
      const wrong = takesWriteKey ? keys.read : keys.write
      await expectAsDocumented(documented, await send(documented, wrong, wrongKind), 403)
    }
  })

  it.each([
    ['profile', '/v1/profiles/nobody?top=x', 400],
    ['profile', '/v1/profiles/userId:nobody', 404],
    ['profile-by-query', '/v1/profiles?namespace=userId', 400],
    ['events', '/v1/instances/other/manage/events', 404],
    ['events', '/v1/instances/default/manage/events?status=x', 400],
    ['job', '/v1/instances/default/workflows/main/jobs/none', 404],
    ['health', '/health?%zz', 400],
    ['openapi', '/openapi.json?%zz', 400],
  ])('answers what is wrong with %s as it says: %s', async (operationId, address, status) => {
    const documented = operationsOf(document).find(
      ({ operation }) => operation.operationId === operationId,
    )
    const response = await fetch(`${runtime.url}${address}`, { headers: keys.admin })
    expect(response.headers.get('cache-control')).toBe('no-store')
    await expectAsDocumented(documented as Documented, response, status)
  })

  it.each([
    ['not JSON', 400, {}],
    [JSON.stringify({ batch: [] }), 400, {}],
    [JSON.stringify({ batch: [{ type: 'x' }, 7] }), 400, {}],
    ['x'.repeat(500 * 1024 + 1), 413, {}],
    ['{}', 415, { 'content-encoding': 'zip' }],
  ])('answers calls it cannot take as it says', async (body, status, headers) => {
    const documented = operationsOf(document).find(
      ({ operation }) => operation.operationId === 'collect-batch',
    )
    const response = await fetch(`${runtime.url}/v1/batch`, {
      method: 'POST',
      headers: { ...keys.write, ...headers },
      body,
    })
    await expectAsDocumented(documented as Documented, response, status)
  })

  it('leads from an error to its explanation, and from its request id to the log', async () => {
    const response = await fetch(`${runtime.url}/v1/profiles/userId:nobody`, {
      headers: { ...keys.read, 'x-request-id': 'find-me-again' },
    })
    expect(response.headers.get('x-request-id')).toBe('find-me-again')
    const { error } = (await response.json()) as { error: { code: string; docs: string } }
    const page = await fetch(error.docs)
    expect(page.status).toBe(200)
    expect(await page.text()).toContain(`id="${new URL(error.docs).hash.slice(1)}"`)
    const log = await readFile(path.join(runtime.dataFolder, 'host.log'), 'utf8')
    const line = log.split('\n').find((text) => text.includes('find-me-again')) ?? '{}'
    expect(JSON.parse(line)).toMatchObject({ route: 'profile', status: 404 })
  })
})
