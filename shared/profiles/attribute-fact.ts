import * as z from 'zod'
import { canonicalJson } from '../platform/ids/canonical-json.ts'
import { compareText } from '../identity/identifier.ts'

/** What a person's attribute was set to, when, by which source; `null` stands for removed. */
export const attributeFactSchema = z.object({
  name: z.string(),
  value: z.unknown(),
  /** Event time in milliseconds. */
  time: z.number(),
  source: z.string(),
  /** Decides between facts of the same time, whatever came first. */
  messageId: z.string(),
})

export type AttributeFact = Readonly<z.output<typeof attributeFactSchema>>

/** The most attributes a profile keeps: the latest by time, then by name. */
export const mostAttributes = 500
/**
 * The longest fact about an attribute (name, value, source and message, as JSON in UTF-8), in
 * bytes: all of a profile must fit into one table row (1 MiB) together, whichever came first.
 */
export const longestFact = 1536

/** True when a fact is short enough to be kept. */
export function fitsAttribute(fact: AttributeFact): boolean {
  return Buffer.byteLength(JSON.stringify(fact)) <= longestFact
}

/** Orders facts from the older to the more recent. */
export function compareRecency(a: AttributeFact, b: AttributeFact): number {
  return (
    a.time - b.time ||
    compareText(a.messageId, b.messageId) ||
    compareText(canonicalJson(a.value), canonicalJson(b.value))
  )
}
