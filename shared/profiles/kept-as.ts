import { identifierKey } from '../identity/identifier.ts'
import { mostAttributes } from './attribute-fact.ts'
import type { AttributeRules } from './attribute-rules.ts'
import { isOwn } from './node-attribute.ts'
import type { NodeFacts } from './node-facts.ts'

/**
 * By which rules the attributes of a home were kept: `keptAs` of the rules by name, where it is not
 * empty; of a home that left some out also the key of all rules.
 */
export type KeptAs = Readonly<Record<string, string>>

/** No attribute is called so. */
const allRules = '*'

type Kept = Pick<NodeFacts, 'attributes' | 'leftOut'>

export function keptAsOf({ attributes, leftOut }: Kept, rules: AttributeRules): KeptAs {
  const ways = attributes.map(({ name }) => [name, rules.keptAs(name)] as const)
  const all = leftOut === 'none' ? [] : [[allRules, rules.key] as const]
  return Object.fromEntries([...ways, ...all].filter(([, way]) => way !== ''))
}

/**
 * False where the attributes were kept by other rules, in a way that left out what these need:
 * then the timeline has it. What stands for itself alone is enough for any rules.
 */
export function keepsEnough(
  { attributes, leftOut, keptAs }: Kept & Pick<NodeFacts, 'keptAs'>,
  rules: AttributeRules,
): boolean {
  if (leftOut !== 'none') return wayOf(keptAs, allRules) === rules.key
  return attributes.every(
    ({ name, merged }) => !merged || wayOf(keptAs, name) === rules.keptAs(name),
  )
}

/** The same of what is the own of a home that is nobody's. */
export function keepsOwn(
  { identifier, attributes, leftOut, keptAs }: Kept & Pick<NodeFacts, 'identifier' | 'keptAs'>,
  rules: AttributeRules,
): boolean {
  const untimed = identifierKey(identifier)
  const own = attributes.filter((attribute) => isOwn(attribute, { untimed }))
  // As many as that may have lost some, whatever was needed then.
  const mayLack = leftOut === 'own' || own.length >= mostAttributes
  return keepsEnough({ attributes: own, leftOut: mayLack ? leftOut : 'none', keptAs }, rules)
}

/** Any text may be the name of an attribute, also `constructor`. */
function wayOf(keptAs: KeptAs, name: string): string {
  return Object.hasOwn(keptAs, name) ? (keptAs[name] ?? '') : ''
}
