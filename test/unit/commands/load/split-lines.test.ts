import fc from 'fast-check'
import { expect, it } from 'vitest'
import { splitLines, type Line } from '../../../../commands/load/split-lines.ts'

async function linesOf(chunks: readonly Buffer[], limit = 1_000): Promise<Line[]> {
  const source = async function* (): AsyncGenerator<Buffer> {
    yield* chunks
  }
  const lines: Line[] = []
  for await (const line of splitLines(source(), limit)) lines.push(line)
  return lines
}

it('splits at line feeds, with or without a carriage return, and nowhere else', async () => {
  const text = 'a\r\n\u2028b\u2029\n\nlast'
  expect(await linesOf([Buffer.from(text)])).toEqual(
    ['a', '\u2028b\u2029', '', 'last'].map((line) => ({ text: line })),
  )
})

it('passes over a line that is too long', async () => {
  const chunks = ['short\n', 'x'.repeat(6), 'x'.repeat(6), '\nshort'].map((text) =>
    Buffer.from(text),
  )
  expect(await linesOf(chunks, 10)).toEqual([{ text: 'short' }, { tooLong: 12 }, { text: 'short' }])
})

it('gives the same lines however the bytes are cut', async () => {
  const line = fc.string({ unit: 'grapheme' }).map((text) => text.replace(/[\r\n]/g, ' '))
  await fc.assert(
    fc.asyncProperty(fc.array(line), fc.integer({ min: 1, max: 9 }), async (lines, size) => {
      const bytes = Buffer.from(lines.map((text) => `${text}\n`).join(''))
      const chunks: Buffer[] = []
      for (let at = 0; at < bytes.length; at += size) chunks.push(bytes.subarray(at, at + size))
      expect(await linesOf(chunks)).toEqual(lines.map((text) => ({ text })))
    }),
  )
})
