import { describe, expect, it } from 'vitest'
import { median, percentile } from '../../../bench/measure/percentile.ts'

describe('a percentile', () => {
  const values = Array.from({ length: 20 }, (_, index) => 20 - index)

  it('is a value that was measured, by the nearest rank', () => {
    expect(percentile(values, 0.5)).toBe(10)
    expect(percentile(values, 0.95)).toBe(19)
    expect(percentile(values, 1)).toBe(20)
  })

  it('of few values is the greatest soon', () => {
    expect(percentile([3, 1], 0.95)).toBe(3)
    expect(median([7])).toBe(7)
  })

  it('of nothing is no number', () => {
    expect(percentile([], 0.5)).toBeNaN()
  })

  it('leaves the values in their order', () => {
    percentile(values, 0.5)
    expect(values[0]).toBe(20)
  })
})
