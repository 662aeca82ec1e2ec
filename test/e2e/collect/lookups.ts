import { beforeAll, expect, it } from 'vitest'
import { profileOnce, type ProfileJson } from '../runtime.ts'
import { post, read, send } from './send.ts'

const key = 'anonymousId:reader%2F1'
const total = 250
const start = Date.UTC(2026, 0, 1)
const at = (index: number): string => new Date(start + (index >> 1) * 60_000).toISOString()

/** A long timeline, its pages and filters. */
export function lookupsSuite(url: () => string): void {
  beforeAll(async () => {
    const batch = Array.from({ length: total }, (_, index) => ({
      type: index % 5 === 0 ? 'page' : 'track',
      event: 'Seen',
      messageId: `reader-${index}`,
      anonymousId: 'reader/1',
      timestamp: at(index),
    }))
    await post(url(), 'batch', { batch })
    await profileOnce(url(), key, (profile) => profile.activityCount === total)
  })

  /** Follows the next links; answers the pages' activity ids. */
  async function pages(options: string): Promise<string[][]> {
    const found: string[][] = []
    let link: string | undefined = `${url()}/v1/profiles/${key}?include=activities&${options}`
    while (link !== undefined) {
      const { status, json } = await read(url(), link.slice(url().length))
      expect(status).toBe(200)
      const { activities } = json as ProfileJson
      found.push(activities.value.map(({ activityId }) => activityId))
      link = activities.nextLink
      if (link !== undefined) expect(link.startsWith(`${url()}/v1/profiles/`)).toBe(true)
    }
    return found
  }

  it('come in pages of 100, newest first, each activity once, in a stable order', async () => {
    const found = await pages('')
    expect(found.map((page) => page.length)).toEqual([100, 100, 50])
    const minutes = found.flat().map((id) => Number(id.slice('reader-'.length)) >> 1)
    expect(minutes).toEqual([...minutes].sort((a, b) => b - a))
    expect(new Set(found.flat()).size).toBe(total)
    expect((await pages('top=7')).flat()).toEqual(found.flat())
    expect(await pages('top=1000')).toEqual([found.flat()])
  })

  it('are filtered by type and time, over all pages', async () => {
    expect((await pages('type=page&top=20')).map((page) => page.length)).toEqual([20, 20, 10])
    const span = `since=${at(10)}&until=${at(20)}`
    const within = (await pages(span)).flat().map((id) => Number(id.slice('reader-'.length)))
    expect(within.sort((a, b) => a - b)).toEqual([10, 11, 12, 13, 14, 15, 16, 17, 18, 19])
    expect((await pages(`${span}&type=Seen&top=3`)).flat()).toHaveLength(8)
    expect(await pages('type=nothing')).toEqual([[]])
    expect((await pages('since=1970-01-01')).flat()).toHaveLength(total)
  })

  it('do not pass the key on when it stood in the address', async () => {
    const path = `/v1/profiles/${key}?include=activities&top=5&code=local-read-key`
    const { json } = await send(url(), path)
    expect((json as ProfileJson).activities.nextLink).not.toContain('local-read-key')
  })

  it('are the same by the query form', async () => {
    const path = '/v1/profiles?namespace=anonymousId&value=reader%2F1&include=activities&top=5'
    const { json } = await read(url(), path)
    const { value, nextLink } = (json as ProfileJson).activities
    expect(value.map(({ activityId }) => activityId)).toEqual((await pages('top=5'))[0])
    const next = await read(url(), nextLink?.slice(url().length) ?? '')
    const ids = (next.json as ProfileJson).activities.value.map(({ activityId }) => activityId)
    expect(ids).toEqual((await pages('top=5'))[1])
  })

  it('have the shape of the contract', async () => {
    const path = `/v1/profiles/${key}?include=identifiers,activities&top=1`
    const { json } = await read(url(), path)
    const iso = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) as string
    expect(json).toMatchObject({
      customerId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
      known: false,
      previousCustomerIds: [],
      firstSeen: at(0),
      lastSeen: at(total - 1),
      activityCount: total,
      attributes: {},
      identifiers: [
        { namespace: 'anonymousId', value: 'reader/1', firstSeen: at(0), lastSeen: at(total - 1) },
      ],
      activities: {
        value: [{ type: 'Seen', title: null, properties: {}, time: at(total - 1) }],
        nextLink: expect.any(String) as string,
      },
      evaluatedAt: iso,
    })
  })

  it.each([
    ['top=0', 'top'],
    ['top=1001', 'top'],
    ['top=x', 'top'],
    ['include=nonsense', 'include'],
    ['since=x', 'since'],
    ['until=yesterday', 'until'],
  ])('refuse the option %s by its name', async (option, target) => {
    const answer = await read(url(), `/v1/profiles/${key}?${option}`)
    expect(answer).toMatchObject({ status: 400, json: { error: { target } } })
  })

  it('need an identifier', async () => {
    for (const [path, code] of [
      ['/v1/profiles', 'InvalidOption'],
      ['/v1/profiles?namespace=userId', 'InvalidOption'],
      ['/v1/profiles/noColon', 'InvalidRequest'],
    ] as const) {
      expect(await read(url(), path)).toMatchObject({ status: 400, json: { error: { code } } })
    }
  })
}
