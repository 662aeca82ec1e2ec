import * as z from 'zod'
import { NotFoundError } from '../platform/errors/errors.ts'

export const instanceSchema = z
  .object({ instanceId: z.string(), name: z.string() })
  .meta({ id: 'Instance' })

/** The workspaces of this deployment. */
export const instances: readonly z.output<typeof instanceSchema>[] = [
  { instanceId: 'default', name: 'default' },
]

/** Refuses the id of an instance that does not exist. */
export function checkInstance(instanceId: string | undefined): void {
  if (instances.some((instance) => instance.instanceId === instanceId)) return
  throw new NotFoundError({
    code: 'InstanceNotFound',
    message: 'There is no such instance; GET /v1/instances lists them.',
  })
}
