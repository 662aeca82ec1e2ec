import { TransientError } from '../platform/errors/errors.ts'

/** Ends a piece of work under a workspace that holds no more; it is done again under the new one. */
export function workspaceChanged(): TransientError {
  return new TransientError({
    code: 'WorkspaceChanged',
    message: 'The workspace changed while events were worked off.',
  })
}
