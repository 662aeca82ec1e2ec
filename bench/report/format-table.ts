import type { Matrix } from './matrix.ts'
import { budgetText, roundedText, verdictOf, type Row } from './row.ts'

/** Rows as an aligned table. */
export function formatRows(rows: readonly Row[]): string {
  return align([
    ['', 'value', 'unit', 'budget', ''],
    ...rows.map((row) => [
      row.name,
      roundedText(row.value),
      row.unit,
      budgetText(row.budget),
      verdictOf(row) ?? '',
    ]),
  ])
}

export function formatMatrix({ title, columns, lines }: Matrix): string {
  return align([
    [title, ...columns],
    ...lines.map(({ name, values }) => [name, ...values.map(roundedText)]),
  ])
}

/** The first column to the left, numbers and their heads to the right. */
function align(table: readonly (readonly string[])[]): string {
  const widths = (table[0] ?? []).map((_, column) =>
    Math.max(...table.map((cells) => cells[column]?.length ?? 0)),
  )
  return table
    .map((cells) =>
      cells
        .map((cell, column) => {
          const width = widths[column] ?? 0
          return column === 0 || /^[a-z/ ]+$/.test(cell) ? cell.padEnd(width) : cell.padStart(width)
        })
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
