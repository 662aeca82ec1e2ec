import { styleText } from 'node:util'
import { cutToWidth, widthOf } from './cut-to-width.ts'
import type { Entry } from './feed.ts'
import { plainText } from '../terminal/plain-text.ts'

export interface Look {
  /** Cells in a line; `undefined` where lines may be of any length. */
  readonly width: number | undefined
  readonly colors: boolean
  /** Milliseconds; the date is only shown of other days. */
  readonly now: number
}

type Style = 'dim' | 'green' | 'red' | 'bold' | 'cyan'

interface Part {
  readonly text: string
  readonly style?: Style
}

/** One call on one line, without its end. */
export function formatEntry(entry: Entry, look: Look): string {
  const isRefused = entry.status === 'rejected'
  const parts: Part[] = [
    { text: clockTime(entry.time, look.now), style: 'dim' },
    isRefused ? { text: 'refused ', style: 'red' } : { text: 'accepted', style: 'green' },
    { text: padTo(plainText(entry.source), 8), style: 'cyan' },
    { text: padTo(plainText(entry.type ?? '-'), 8) },
    { text: padTo(nameText(entry.name), 20), style: 'bold' },
    isRefused
      ? { text: plainText(`${entry.code ?? ''}: ${entry.reason ?? ''}`), style: 'red' }
      : { text: plainText(identifiersText(entry)) },
  ]
  return join(parts, look)
}

const longestName = 200

function nameText(name: string | null): string {
  const text = plainText((name ?? '-').slice(0, longestName))
  return text.trim() === '' ? JSON.stringify(text) : text
}

/** Words of the command itself, such as how much is not shown; they may end a line. */
export function formatNote(text: string, { width, colors }: Look): string {
  const [words, end] = text.endsWith('\n') ? [text.slice(0, -1), '\n'] : [text, '']
  const cut = cutToWidth(plainText(words), width ?? Infinity)
  return (colors ? styleText('dim', cut, { validateStream: false }) : cut) + end
}

function identifiersText({ identifiers, ignored }: Entry): string {
  const given = identifiers.map(({ namespace, value }) => `${namespace}=${value}`)
  if (ignored.length === 0) return given.join(' ')
  const [first] = ignored
  const more = ignored.length === 1 ? '' : ` and ${ignored.length - 1} more`
  return [...given, `(ignored: ${first?.namespace ?? ''} ${first?.reason ?? ''}${more})`].join(' ')
}

/** Cuts first and colours then, so that no colour is cut open. */
function join(parts: readonly Part[], { width, colors }: Omit<Look, 'now'>): string {
  let rest = width ?? Infinity
  const shown: string[] = []
  for (const { text, style } of parts) {
    if (rest <= 0) break
    const cut = Number.isFinite(rest) ? cutToWidth(text, rest) : text
    rest -= widthOf(cut) + 1
    shown.push(
      colors && style !== undefined ? styleText(style, cut, { validateStream: false }) : cut,
    )
    if (cut !== text) break
  }
  return shown.join(' ').trimEnd()
}

function padTo(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - widthOf(text)))
}

/** Time of day here, with the date when it is another day. */
function clockTime(iso: string, now: number): string {
  const date = new Date(iso)
  if (Number.isNaN(date.getTime())) return plainText(iso)
  const two = (value: number): string => String(value).padStart(2, '0')
  const time = [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':')
  const day = date.toDateString() === new Date(now).toDateString()
  const prefix = day
    ? ''
    : `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} `
  return `${prefix}${time}.${String(date.getMilliseconds()).padStart(3, '0')}`
}
