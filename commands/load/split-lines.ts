/** A line without its end, or how long it was when it is too long to keep. */
export type Line = { readonly text: string } | { readonly tooLong: number }

const newline = 0x0a

/**
 * Splits at line feeds only: JSON text may hold every other character that some take for the end
 * of a line. Longer lines than `limit` bytes are passed over without being kept in memory.
 */
export async function* splitLines(
  chunks: AsyncIterable<Buffer>,
  limit: number,
): AsyncGenerator<Line> {
  let pending: Buffer[] = []
  let length = 0
  const take = (): Line => {
    const line = length > limit ? { tooLong: length } : { text: decode(pending) }
    pending = []
    length = 0
    return line
  }
  const keep = (piece: Buffer): void => {
    length += piece.length
    if (length > limit) pending = []
    else pending.push(piece)
  }
  for await (const chunk of chunks) {
    let start = 0
    for (let end = chunk.indexOf(newline); end >= 0; end = chunk.indexOf(newline, start)) {
      keep(chunk.subarray(start, end))
      start = end + 1
      yield take()
    }
    keep(chunk.subarray(start))
  }
  if (length > 0) yield take()
}

function decode(pieces: readonly Buffer[]): string {
  const [only] = pieces
  const bytes = pieces.length === 1 && only !== undefined ? only : Buffer.concat(pieces)
  const text = bytes.toString('utf8')
  return text.endsWith('\r') ? text.slice(0, -1) : text
}
