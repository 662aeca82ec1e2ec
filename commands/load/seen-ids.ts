import { createHash } from 'node:crypto'

const firstCapacity = 1 << 12

/**
 * Remembers which texts it has seen in 16 to 32 bytes each: 64 bits of a hash, in an open table.
 * Among a hundred million texts, two take each other's place with a chance of about 1 in 4,000.
 */
export class SeenIds {
  #slots = new BigUint64Array(firstCapacity)
  #count = 0

  /** True when the text was there before. */
  add(text: string): boolean {
    if (this.#count * 2 >= this.#slots.length) this.#grow()
    if (!insert(this.#slots, fingerprint(text))) return true
    this.#count += 1
    return false
  }

  #grow(): void {
    const larger = new BigUint64Array(this.#slots.length * 2)
    for (const print of this.#slots) if (print !== 0n) insert(larger, print)
    this.#slots = larger
  }
}

/** Never 0, which marks an empty slot. */
function fingerprint(text: string): bigint {
  const print = createHash('sha1').update(text).digest().readBigUInt64LE()
  return print === 0n ? 1n : print
}

/** False when it is there already. */
function insert(slots: BigUint64Array, print: bigint): boolean {
  const mask = slots.length - 1
  let slot = Number(print & 0x7fffffffn) & mask
  for (let taken = slots[slot]; taken !== undefined && taken !== 0n; taken = slots[slot]) {
    if (taken === print) return false
    slot = (slot + 1) & mask
  }
  slots[slot] = print
  return true
}
