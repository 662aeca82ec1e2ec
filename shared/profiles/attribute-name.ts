/** Property names of a customer that no trait may take. */
const taken: ReadonlySet<string> = new Set([
  'CustomerId',
  'Known',
  'FirstSeen',
  'LastSeen',
  'ActivityCount',
  'PreviousCustomerIds',
  'Identifiers',
  'Enriched',
  'UnifiedActivity',
  'Customer_Measure',
  'SegmentMembership',
  'Enrichment',
])

const longestName = 128

/**
 * The attribute that a trait sets: the trait's name where that is an OData identifier (OData ABNF,
 * `odataIdentifier`), else with the odd characters replaced by `_`; a taken name gets `_` appended.
 */
export function attributeName(trait: string): string {
  const plain = trait
    .toWellFormed()
    .replace(/[^\p{L}\p{Nl}\p{Nd}\p{Mn}\p{Mc}\p{Pc}\p{Cf}]/gu, '_')
    .replace(/^[^\p{L}\p{Nl}_]/u, '_')
    .slice(0, longestName)
    .toWellFormed()
  const name = plain === '' ? '_' : plain
  return taken.has(name) ? `${name}_` : name
}
