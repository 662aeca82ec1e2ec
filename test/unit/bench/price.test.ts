import { describe, expect, it } from 'vitest'
import { priceOf, totalOf, usageOf } from '../../../bench/main/price.ts'

/** What the design expects of a blob of 100 events with 25 visitors. */
const counts = new Map([
  ['table.identities.get', 50],
  ['table.profiles.write', 75],
  ['table.messages.write', 16],
  ['blob.write', 1],
  ['blob.read', 1],
  ['bus.changes', 1],
  ['bytes.rows', 100_000],
  ['bytes.log', 15_000],
  ['memberships', 25],
])
const usage = usageOf(counts, { cpuMs: 50, blobs: 10_000 })

describe('what a million events use', () => {
  it('is what one blob uses, ten thousand times', () => {
    expect(usage).toMatchObject({
      'table requests': 1_410_000,
      'blob writes': 10_000,
      'blob reads': 10_000,
      'GB-month of tables': 1,
      'GB-month of blobs': 0.15,
    })
  })

  it('is an execution of collect and one of unify a blob', () => {
    expect(usage.executions).toBe(20_000)
  })

  it('is three operations a message of the queue, and as many a message for one subscriber', () => {
    expect(usage['bus operations']).toBe(60_000)
  })

  it('is 2 GB-s for a second of the processor', () => {
    expect(usage['GB-s']).toBeCloseTo(1_000)
  })
})

describe('the price', () => {
  it('is the list price of each meter', () => {
    const prices = priceOf(usage)
    expect(prices.get('table requests')).toBeCloseTo(0.0508, 4)
    expect(prices.get('blob writes')).toBeCloseTo(0.055)
    expect(prices.get('bus operations')).toBeCloseTo(0.048)
    expect(prices.get('GB-s')).toBeCloseTo(0.026)
    expect(totalOf(prices)).toBeCloseTo(0.263, 3)
  })

  it('of nothing is nothing', () => {
    expect(totalOf(priceOf(usageOf(new Map(), { cpuMs: 0, blobs: 0 })))).toBe(0)
  })
})
