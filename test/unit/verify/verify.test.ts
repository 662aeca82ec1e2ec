import { describe, expect, it } from 'vitest'
import { packJson, unpackJson } from '../../../shared/platform/azure/packed-json.ts'
import type { Cells, StoredRow } from '../../../shared/platform/azure/table.ts'
import type { TableName } from '../../doubles/test-context.ts'
import { dyingAt, endOf, type MemoryDeployment } from '../rebuild/deployment.ts'
import { withStory } from '../rebuild/story.ts'

interface Result {
  readonly ok: boolean
  readonly checked: Record<string, number>
  readonly differences: Record<string, number>
  readonly first: readonly Record<string, unknown>[]
}

async function verified(deployment: MemoryDeployment): Promise<Result> {
  deployment.advance(60_000)
  const job = await endOf(deployment, await deployment.start('verify'))
  expect(job).toMatchObject({ status: 'succeeded' })
  return job.result as unknown as Result
}

/** The kinds of difference that were found, with how many there are. */
function kindsOf({ differences }: Result): Record<string, number> {
  return Object.fromEntries(Object.entries(differences).filter(([, count]) => count > 0))
}

interface Place {
  readonly partition: string
  readonly row: StoredRow
}

function rowsOf(
  { storage }: MemoryDeployment,
  table: TableName,
  isWanted: (row: StoredRow, body: Record<string, unknown>) => boolean,
): Place[] {
  return storage.tables[table]
    .rows()
    .filter(([, row]) => isWanted(row, bodyOf(row)))
    .map(([partition, row]) => ({ partition, row }))
}

function bodyOf({ cells }: StoredRow): Record<string, unknown> {
  return 'body0' in cells ? (unpackJson(cells) as Record<string, unknown>) : {}
}

function only(places: readonly Place[]): Place {
  const [place] = places
  if (place === undefined || places.length > 1) throw new Error(`${places.length} rows`)
  return place
}

function activity(deployment: MemoryDeployment, messageId: string): Place {
  return only(rowsOf(deployment, 'identities', (_row, body) => body['messageId'] === messageId))
}

async function remove(
  { storage }: MemoryDeployment,
  table: TableName,
  place: Place,
): Promise<void> {
  const { rowKey } = place.row
  await storage.tables[table].write(place.partition, [{ kind: 'delete', rowKey, etag: '*' }])
}

async function put(
  { storage }: MemoryDeployment,
  table: TableName,
  place: { readonly partition: string; readonly rowKey: string; readonly cells: Cells },
): Promise<void> {
  await storage.tables[table].write(place.partition, [{ kind: 'upsert', ...place }])
}

async function change(
  deployment: MemoryDeployment,
  table: TableName,
  { partition, row }: Place,
  members: Record<string, unknown>,
): Promise<void> {
  const cells = { ...row.cells, ...packJson({ ...bodyOf(row), ...members }) }
  await put(deployment, table, { partition, rowKey: row.rowKey, cells })
}

describe('verify', () => {
  it('finds nothing wrong with what was worked off', async () => {
    const result = await verified(await withStory())
    expect(result).toEqual({
      ok: true,
      checked: {
        ...{ events: 8, activities: 6, forgotten: 0, rejected: 0, corrections: 0 },
        ...{ identifiers: 5, profiles: 3, members: 3 },
      },
      differences: {
        ...{ missing: 0, changed: 0, double: 0, extra: 0, correction: 0 },
        ...{ facts: 0, profile: 0, member: 0, count: 0 },
      },
      first: [],
      leftOut: 0,
    })
  })

  it('finds an event that is on no timeline', async () => {
    const deployment = await withStory()
    await remove(deployment, 'identities', activity(deployment, 'm1'))
    const result = await verified(deployment)
    expect(kindsOf(result)).toEqual({ missing: 1, facts: 1 })
    expect(result.first).toContainEqual(
      expect.objectContaining({ kind: 'missing', messageId: 'm1', line: 0 }),
    )
  })

  it('finds an event of which nothing is known', async () => {
    const deployment = await withStory()
    const isMessage = (_row: StoredRow, body: Record<string, unknown>): boolean =>
      body['messageId'] === 'm1'
    await remove(deployment, 'messages', only(rowsOf(deployment, 'messages', isMessage)))
    const result = await verified(deployment)
    expect(kindsOf(result)).toEqual({ missing: 1, extra: 1 })
  })

  it('finds an activity that says something else than the log', async () => {
    const deployment = await withStory()
    const place = activity(deployment, 'm1')
    await change(deployment, 'identities', place, { properties: { price: 1 } })
    const result = await verified(deployment)
    expect(kindsOf(result)).toEqual({ changed: 1 })
    expect(result.first[0]?.['detail']).toContain('properties')
  })

  it('finds an activity that stands on a second timeline', async () => {
    const deployment = await withStory()
    const { row } = activity(deployment, 'm1')
    const { partition } = activity(deployment, 'b1')
    await put(deployment, 'identities', { partition, ...row })
    const result = await verified(deployment)
    expect(kindsOf(result)).toEqual({ double: 1, facts: 1 })
  })

  it('finds an activity that is not in the log', async () => {
    const deployment = await withStory()
    const { partition, row } = activity(deployment, 'm1')
    const messageId = 'made-up'
    const body = { ...bodyOf(row), messageId }
    const rowKey = row.rowKey.replace(/.$/, 'x')
    await put(deployment, 'identities', { partition, rowKey, cells: packJson(body) })
    const result = await verified(deployment)
    expect(kindsOf(result)).toEqual({ extra: 1, facts: 1 })
    expect(result.first).toContainEqual(expect.objectContaining({ kind: 'extra', messageId }))
  })

  it('finds a log blob that is gone', async () => {
    const deployment = await withStory()
    const [blob = ''] = [...deployment.storage.eventLog.blobs.keys()].sort()
    deployment.storage.eventLog.blobs.set(blob, new Uint8Array([1, 2, 3]))
    const result = await verified(deployment)
    expect(kindsOf(result)).toEqual({ missing: 1 })
    expect(result.first[0]).toMatchObject({ blob })
  })

  it('finds a profile that does not say what the facts say, and one that is missing', async () => {
    const deployment = await withStory()
    const isProfile = (_row: StoredRow, { content }: Record<string, unknown>): boolean =>
      JSON.stringify(content).includes('"city"')
    const place = only(rowsOf(deployment, 'profiles', isProfile))
    const { content } = bodyOf(place.row) as { content: { profile: object } }
    const profile = { ...content.profile, attributes: [] }
    await change(deployment, 'profiles', place, { content: { ...content, profile } })
    expect(kindsOf(await verified(deployment))).toEqual({ profile: 1 })
    await remove(deployment, 'profiles', place)
    expect(kindsOf(await verified(deployment))).toEqual({ profile: 1, member: 1 })
  })

  it('finds a row of an identifier of which nothing is known', async () => {
    const deployment = await withStory()
    const isStub = (_row: StoredRow, { content }: Record<string, unknown>): boolean =>
      JSON.stringify(content ?? '').includes('stub')
    const [stub] = rowsOf(deployment, 'profiles', isStub)
    if (stub === undefined) throw new Error('no stub')
    const rowKey = `${stub.partition}000000-0000-5000-8000-000000000000`
    await put(deployment, 'profiles', { ...stub, rowKey, cells: stub.row.cells })
    expect(kindsOf(await verified(deployment))).toEqual({ profile: 1 })
  })

  it('finds wrong members and wrong counts', async () => {
    const deployment = await withStory()
    const isIn = ({ cells }: StoredRow): boolean => cells['state'] === 'in'
    const [member] = rowsOf(deployment, 'members', isIn)
    if (member === undefined) throw new Error('no member')
    const { rowKey, cells } = member.row
    await put(deployment, 'members', { ...member, rowKey, cells: { ...cells, state: 'out' } })
    const result = await verified(deployment)
    expect(kindsOf(result)).toEqual({ member: 1, count: 1 })
    expect(result.first).toContainEqual(
      expect.objectContaining({ kind: 'member', segment: '_everyone', customerId: rowKey }),
    )
  })

  it('tells the first ten of each kind, and counts all', async () => {
    const deployment = await withStory()
    const calls = Array.from({ length: 30 }, (_, index) => ({
      call: { type: 'page', messageId: `p${index}`, anonymousId: `visitor-${index}` },
    }))
    await deployment.receive(calls)
    for (const { call } of calls) {
      await remove(deployment, 'identities', activity(deployment, call.messageId))
    }
    const result = await verified(deployment)
    expect(kindsOf(result)).toEqual({ missing: 30, facts: 30 })
    expect(result.first).toHaveLength(20)
  })

  it('goes on where a worker died', async () => {
    const deployment = await withStory()
    deployment.advance(60_000)
    const whole = await verified(deployment)
    const jobId = await deployment.start('verify')
    let turns = 0
    while ((await deployment.job(jobId)).status === 'running') {
      turns += 1
      const worker = dyingAt(40 + turns * 20)
      await deployment
        .turn(jobId, (name, call) => {
          deployment.advance(200)
          return worker.intercept(name, call)
        })
        .catch(() => undefined)
      deployment.advance(2 * 60_000)
    }
    expect(turns).toBeGreaterThan(3)
    expect((await deployment.job(jobId)).result).toEqual(whole)
  })

  it('waits until profiles are computed by the definitions that hold', async () => {
    const deployment = await withStory()
    const context = await deployment.current()
    const { pointer, etag } = await context.workspaceStore.readPointer()
    const workspace = await context.workspaceStore.readDocument(pointer.document)
    const version = pointer.version + 1
    const body = { ...workspace.identity.body, visitGap: 5 }
    const document = await context.workspaceStore.writeDocument({
      ...workspace,
      version,
      identity: { ...workspace.identity, version, body },
    })
    const next = { ...pointer, version, document, identityDocument: document }
    await context.workspaceStore.movePointer(next, etag)
    const job = await endOf(deployment, await deployment.start('verify'))
    expect(job).toMatchObject({ status: 'failed', result: { waitsFor: 'recluster' } })
  })
})
