import { NotFoundError } from '../platform/errors/errors.ts'

/** The workspaces of this deployment. */
export const instances = [{ instanceId: 'default', name: 'default' }] as const

/** Refuses the id of an instance that does not exist. */
export function checkInstance(instanceId: string | undefined): void {
  if (instances.some((instance) => instance.instanceId === instanceId)) return
  throw new NotFoundError({
    code: 'InstanceNotFound',
    message: 'There is no such instance; GET /v1/instances lists them.',
  })
}
