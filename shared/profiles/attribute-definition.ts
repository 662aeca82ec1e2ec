import * as z from 'zod'
import { definitionName } from '../platform/ids/definition-name.ts'
import { attributeName } from './attribute-name.ts'

/** What an attribute may be declared to be; without a declaration each value is what it is. */
export const attributeTypes = [
  'Edm.String',
  'Edm.Boolean',
  'Edm.Double',
  'Edm.Int32',
  'Edm.Int64',
  'Edm.Decimal',
  'Edm.Date',
  'Edm.DateTimeOffset',
] as const

export type AttributeType = (typeof attributeTypes)[number]

/** Which of several values stays; `survivingAttributes` says it exactly. */
export const survivorships = ['mostRecent', 'leastRecent', 'sourcePriority', 'mostFilled'] as const

export type Survivorship = (typeof survivorships)[number]

/** The members of an attribute's definition. */
export const attributeShape = z.strictObject({
  /** Of the trait. */
  name: definitionName.refine(
    (name) => attributeName(name) === name,
    'is taken by a property of every customer',
  ),
  /** Values are converted to it; one that does not fit is passed over. `null`: as they come. */
  type: z.enum(attributeTypes).nullable().default(null),
  searchable: z.boolean().default(false),
  /** Whether a browser may read it. */
  public: z.boolean().default(false),
  /** `null` in a group: that of the members that say one. */
  survivorship: z.enum(survivorships).nullable().optional(),
  /** For `sourcePriority`: names of sources (of write keys), the most trusted first. */
  sources: z
    .array(z.string('must be the name of a source').min(1).max(64))
    .max(100)
    .refine((names) => new Set(names).size === names.length, 'must name each source once')
    .default([]),
  /** Attributes of one group are taken from one source together. */
  group: definitionName.nullable().default(null),
})

/** An attribute: what its values are, and which of several stays. */
export const attributeDefinitionSchema = attributeShape
  .superRefine(({ survivorship, sources }, { addIssue }) => {
    const isByPriority = survivorship === 'sourcePriority'
    if (isByPriority === sources.length > 0) return
    const message = isByPriority
      ? 'must list the sources for `sourcePriority`, the most trusted first'
      : 'is only for `sourcePriority`'
    addIssue({ code: 'custom', path: ['sources'], message })
  })
  .transform(({ survivorship = null, ...definition }) => ({
    ...definition,
    survivorship: definition.group === null ? (survivorship ?? 'mostRecent') : survivorship,
  }))

export type AttributeDefinition = Readonly<z.output<typeof attributeDefinitionSchema>>
