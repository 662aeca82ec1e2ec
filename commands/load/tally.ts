import type { Note } from './source-record.ts'

/** Where in which file something was seen. */
export interface Place {
  readonly file: string
  readonly line: number
}

interface Finding {
  count: number
  readonly first: Place
  readonly message: string
}

/** Counts what became of the lines of a run. */
export class Tally {
  readonly #refused = new Map<string, Finding>()
  readonly #warnings = new Map<string, Finding>()
  accepted = 0
  rejected = 0
  duplicates = 0

  get sent(): number {
    return this.accepted + this.rejected
  }

  refuse(note: Note, place: Place): void {
    this.rejected += 1
    record(this.#refused, note, place)
  }

  warn(note: Note, place: Place): void {
    record(this.#warnings, note, place)
  }

  /** What a person should look at: each code with its count and its first example. */
  findings(): string[] {
    return [...section('Refused', this.#refused), ...section('Warnings', this.#warnings)]
  }

  /** The last line of a run; its form is a contract. */
  lastLine(): string {
    const { sent, accepted, rejected, duplicates } = this
    return `${sent} sent, ${accepted} accepted, ${rejected} rejected, ${duplicates} duplicates`
  }
}

function record(findings: Map<string, Finding>, { code, message }: Note, first: Place): void {
  const known = findings.get(code)
  if (known === undefined) findings.set(code, { count: 1, first, message })
  else known.count += 1
}

function section(title: string, findings: ReadonlyMap<string, Finding>): string[] {
  if (findings.size === 0) return []
  const rows = [...findings].sort(([, a], [, b]) => b.count - a.count)
  return [
    `${title}:`,
    ...rows.map(
      ([code, { count, first, message }]) =>
        `  ${code} ${count}, first in ${first.file} line ${first.line}: ${message}`,
    ),
  ]
}
