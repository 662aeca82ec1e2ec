/**
 * A lock token is a UUID. As a delivery tag its bytes have the order of a .NET Guid, whose first
 * three groups are little-endian; in management requests they have the order of the text.
 */
function swapGroups(bytes: Buffer): Buffer {
  const swapped = Buffer.from(bytes)
  swapped.subarray(0, 4).reverse()
  swapped.subarray(4, 6).reverse()
  swapped.subarray(6, 8).reverse()
  return swapped
}

export function tokenBytes(token: string): Buffer {
  return Buffer.from(token.replaceAll('-', ''), 'hex')
}

export function tokenFromBytes(bytes: Buffer): string {
  const hex = bytes.toString('hex')
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20),
  ].join('-')
}

export function tagFromToken(token: string): Buffer {
  return swapGroups(tokenBytes(token))
}

export function tokenFromTag(tag: Buffer | string): string {
  return tokenFromBytes(swapGroups(Buffer.from(tag)))
}
