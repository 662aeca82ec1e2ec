import * as z from 'zod'
import { isoTime } from '../platform/clock/iso-time.ts'
import type { OpenWork } from './follow-workspace.ts'
import type { StoredDefinition, Workspace } from './workspace.ts'

/** What a change asks for until all profiles follow; absent when it holds already. */
export const appliesSchema = z
  .object({
    operationType: z.string(),
    jobId: z.string(),
  })
  .optional()
  .meta({ description: 'The job that brings the profiles there are in line; absent: none has to.' })

/** What the workspace adds to a definition in an answer. */
export const storedSchema = z.object({
  version: z.int().meta({ description: 'For `If-Match`; it rises with every change.' }),
  modifiedAt: z.iso.datetime(),
  active: z.boolean().meta({ description: 'One that is off does as if it were not there.' }),
  applies: appliesSchema,
})

export type DefinitionAnswer = z.input<typeof storedSchema> & Record<string, unknown>

/** A definition in the shape of the interface. */
export function definitionAnswer(
  { body, version, modifiedAt, active }: StoredDefinition,
  applies?: OpenWork,
): DefinitionAnswer {
  return {
    ...body,
    ...{ version, modifiedAt: isoTime(modifiedAt), active },
    ...(applies !== undefined && { applies }),
  }
}

/** What is left of a definition that was taken out. */
export const deletedSchema = storedSchema
  .omit({ active: true })
  .extend({ name: z.string(), deleted: z.boolean() })

export function deletedAnswer(
  name: string,
  { version, modifiedAt }: Workspace,
  applies?: OpenWork,
): z.input<typeof deletedSchema> {
  const stamp = { version, modifiedAt: isoTime(modifiedAt) }
  return { name, deleted: true, ...stamp, ...(applies !== undefined && { applies }) }
}
