/** Figures by line and column. */
export interface Matrix {
  readonly title: string
  readonly columns: readonly string[]
  readonly lines: readonly { readonly name: string; readonly values: readonly number[] }[]
}

/** A matrix of one map of figures a column; what a column lacks is 0, lines are sorted by name. */
export function matrixOf(
  title: string,
  columns: readonly (readonly [name: string, values: ReadonlyMap<string, number>])[],
): Matrix {
  const names = [...new Set(columns.flatMap(([, values]) => [...values.keys()]))].sort()
  return {
    title,
    columns: columns.map(([name]) => name),
    lines: names.map((name) => ({
      name,
      values: columns.map(([, values]) => values.get(name) ?? 0),
    })),
  }
}
