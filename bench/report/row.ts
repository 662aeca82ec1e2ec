/** What a figure must not pass. */
export type Budget = { readonly atMost: number } | { readonly atLeast: number }

/** One figure of a benchmark. */
export interface Row {
  readonly name: string
  readonly value: number
  readonly unit: string
  readonly budget?: Budget
}

export type Verdict = 'ok' | 'over'

/** Whether a figure keeps its budget; `undefined` where it has none. */
export function verdictOf({ value, budget }: Row): Verdict | undefined {
  if (budget === undefined) return undefined
  const keeps = 'atMost' in budget ? value <= budget.atMost : value >= budget.atLeast
  return keeps ? 'ok' : 'over'
}

/** A number for people: as many digits as mean something. */
export function roundedText(value: number): string {
  if (!Number.isFinite(value)) return String(value)
  const size = Math.abs(value)
  return value.toFixed(
    size >= 100 || Number.isInteger(value) ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3,
  )
}

export function budgetText(budget: Budget | undefined): string {
  if (budget === undefined) return ''
  return 'atMost' in budget ? `≤ ${roundedText(budget.atMost)}` : `≥ ${roundedText(budget.atLeast)}`
}
