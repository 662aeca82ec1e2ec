import { describe, expect, it } from 'vitest'
import serviceBus from '../../../../infra/service-bus.json' with { type: 'json' }
import { parseDuration } from '../../../../local/broker/entities/duration.ts'
import { readEntities } from '../../../../local/broker/entities/read-entities.ts'

const file = (queues: unknown, topics: unknown = []) => ({
  UserConfig: { Namespaces: [{ Name: 'n', Queues: queues, Topics: topics }] },
})

describe('parseDuration', () => {
  it.each([
    ['PT30S', 30_000],
    ['PT0.5S', 500],
    ['PT1M', 60_000],
    ['PT1H30M', 5_400_000],
    ['P14D', 1_209_600_000],
    ['P1DT12H', 129_600_000],
    ['P10675199DT2H48M5.4775807S', 922_337_203_685_478],
  ])('reads %s', (text, milliseconds) => {
    expect(parseDuration(text)).toBe(milliseconds)
  })

  it.each(['', 'P', 'PT', 'P1DT', '30', '30S', 'PT30', 'P1Y', 'P1M', 'PT-1S', 'PT1S ', '00:00:30'])(
    'refuses "%s"',
    (text) => {
      expect(parseDuration(text)).toBeUndefined()
    },
  )
})

describe('readEntities', () => {
  it('reads the entities of the application', () => {
    const { queues, topics } = readEntities(serviceBus)
    expect(queues.map(({ path }) => path)).toEqual(['events', 'refresh'])
    expect(queues[0]).toMatchObject({
      lockDuration: 30_000,
      maxDeliveryCount: 20,
      timeToLive: 14 * 86_400_000,
      deadLetterExpired: false,
      duplicateWindow: 300_000,
    })
    expect(topics.map(({ inbox }) => inbox.path)).toEqual(['changes'])
  })

  it('takes what is not said from the service', () => {
    const { queues } = readEntities(file([{ Name: 'a' }]))
    expect(queues[0]).toEqual({
      path: 'a',
      lockDuration: 60_000,
      maxDeliveryCount: 10,
      timeToLive: Infinity,
      deadLetterExpired: false,
      duplicateWindow: undefined,
    })
  })

  it.each([
    ['an entity with sessions', [{ Name: 'a', Properties: { RequiresSession: true } }], /sessions/],
    ['a wrong duration', [{ Name: 'a', Properties: { LockDuration: '30s' } }], /"30s" is not/],
    ['a setting it does not follow', [{ Name: 'a', Properties: { ForwardTo: 'b' } }], /ForwardTo/],
    ['a name twice', [{ Name: 'a' }, { Name: 'A' }], /"A" twice/],
    ['a name that is a path of its own', [{ Name: '$cbs' }], /Queues\.0\.Name/],
  ])('refuses %s', (_, queues, message) => {
    expect(() => readEntities(file(queues))).toThrow(message)
  })

  it('tells all problems in one line', () => {
    const queues = [{ Name: 'a', Properties: { LockDuration: 'x', MaxDeliveryCount: 0 } }]
    const read = () => readEntities(file(queues))
    expect(read).toThrow(/LockDuration.*MaxDeliveryCount/)
    expect(read).not.toThrow(/\n/)
  })

  it('refuses a subscription named twice', () => {
    const topic = { Name: 't', Subscriptions: [{ Name: 's' }, { Name: 'S' }] }
    expect(() => readEntities(file([], [topic]))).toThrow(/"t\/Subscriptions\/S" twice/)
  })
})
