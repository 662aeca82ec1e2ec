import type { Activity } from '../../../shared/profiles/activity.ts'
import type { FunctionMeasure } from '../../../shared/measures/measure-definition.ts'

/** Activities of a test: a price in cents, a category, and when. */
export interface Sale {
  readonly id: string
  readonly type: string
  readonly time: number
  readonly price: number | undefined
  readonly category: string | undefined
}

export function activityOf({ id, type, time, price, category }: Sale): Activity {
  const properties = {
    ...(price !== undefined && { price: price / 100 }),
    ...(category !== undefined && { category }),
  }
  return {
    ...{ messageId: id, type: 'track', name: type, time, receivedAt: time, timeCorrected: false },
    ...{ source: 'web', logout: false, identifiers: [], previous: [], properties, attributes: [] },
    location: { blob: 'b', index: 0 },
  }
}

export interface NaivePlan {
  readonly definition: FunctionMeasure
  readonly from: number
}

/** Computes a measure the slow way: from all sales at once; its filter is left to the caller. */
export function naiveValue(sales: readonly Sale[], { definition, from }: NaivePlan): unknown {
  const counted = sales.filter((sale) => sale.time >= from)
  if (definition.per === undefined) return plain(counted, definition)
  const groups = new Map<string, Sale[]>()
  for (const sale of counted) {
    if (sale.category === undefined || !matters(sale, definition)) continue
    groups.set(sale.category, [...(groups.get(sale.category) ?? []), sale])
  }
  const values = [...groups].map(([category, own]) => ({
    category,
    value: plain(own, definition) as number,
  }))
  switch (definition.reduce) {
    case 'count':
      return values.length
    case 'max':
      return values.length === 0 ? null : Math.max(...values.map(({ value }) => value))
    case 'min':
      return values.length === 0 ? null : Math.min(...values.map(({ value }) => value))
    case 'sum':
      return definition.function === 'average'
        ? values.reduce((sum, { value }) => sum + value, 0)
        : values.reduce((sum, { value }) => sum + Math.round(value * 100), 0) / 100
    case 'argMax': {
      const best = Math.max(...values.map(({ value }) => value))
      const names = values.filter(({ value }) => value === best).map(({ category }) => category)
      return names.sort()[0] ?? null
    }
    case 'average':
    case undefined:
      throw new Error('not in these tests')
  }
}

function matters(sale: Sale, { function: of }: FunctionMeasure): boolean {
  return of === 'count' || sale.price !== undefined
}

function plain(sales: readonly Sale[], { function: of }: FunctionMeasure): unknown {
  const priced = sales.filter(({ price }) => price !== undefined)
  const cents = priced.map(({ price = 0 }) => price)
  const sum = cents.reduce((total, price) => total + price, 0)
  const firstOf = (compare: (a: Sale, b: Sale) => number): unknown => {
    const [first] = [...priced].sort((a, b) => compare(a, b) || (a.id < b.id ? -1 : 1))
    return first === undefined ? null : (first.price ?? 0) / 100
  }
  switch (of) {
    case 'count':
      return sales.length
    case 'countUnique':
      return new Set(cents).size
    case 'sum':
      return sum / 100
    case 'average':
      return cents.length === 0 ? null : sum / cents.length / 100
    case 'min':
      return cents.length === 0 ? null : Math.min(...cents) / 100
    case 'max':
      return cents.length === 0 ? null : Math.max(...cents) / 100
    case 'first':
      return firstOf((a, b) => a.time - b.time)
    case 'last':
      return firstOf((a, b) => b.time - a.time)
    case 'argMin':
      return firstOf((a, b) => (a.price ?? 0) - (b.price ?? 0))
    case 'argMax':
      return firstOf((a, b) => (b.price ?? 0) - (a.price ?? 0))
  }
}
