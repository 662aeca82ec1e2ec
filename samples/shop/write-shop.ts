import { writeFile } from 'node:fs/promises'
import { gzipSync } from 'node:zlib'
import { generateShop } from './generate-shop.ts'

/** The sample shop, from the root of the checkout. */
export const shopFile = 'samples/shop/events.ndjson.gz'

/** Makes the file anew; answers how many calls it holds. */
export async function writeShop(): Promise<number> {
  const { calls } = generateShop()
  const text = calls.map((call) => `${JSON.stringify(call)}\n`).join('')
  await writeFile(shopFile, gzipSync(text, { level: 9 }))
  return calls.length
}
