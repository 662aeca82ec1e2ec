import { identitySettingsSchema } from '../identity/identity-settings.ts'
import { loadNormalizePhone } from '../identity/phone-number.ts'
import { ConfigError } from '../platform/errors/errors.ts'
import { canonicalJson } from '../platform/ids/canonical-json.ts'
import { changeWorkspace, type ChangeContext, type Stamp } from './change-workspace.ts'
import { checkPrecondition, type DefinitionChange, type Precondition } from './definitions.ts'
import { invalidDefinition, parseDefinition } from './parse-definition.ts'
import type { Workspace } from './workspace.ts'

/** Replaces the identity settings; what the body leaves out has its default. */
export async function putIdentity(
  context: ChangeContext,
  { body, ...precondition }: Precondition & { readonly body: unknown },
): Promise<DefinitionChange> {
  await checkRegion(body)
  const change = await changeWorkspace(context, (workspace, stamp) => {
    checkPrecondition(workspace.identity, { kind: 'settings', name: 'identity' }, precondition)
    return withIdentity(workspace, { body, stamp })
  })
  return { ...change, definition: change.workspace.identity, created: false }
}

/** The workspace with these identity settings; the same one where they say the same already. */
export function withIdentity(
  workspace: Workspace,
  { body: given, stamp }: { readonly body: unknown; readonly stamp: Stamp },
): Workspace {
  const body = parseDefinition(identitySettingsSchema, given)
  if (canonicalJson(workspace.identity.body) === canonicalJson(body)) return workspace
  return { ...workspace, identity: { body: { ...body }, ...stamp, active: true } }
}

/** Only what knows the world's telephone numbers knows its regions. */
export async function checkRegion(body: unknown): Promise<void> {
  const { phoneRegion } = parseDefinition(identitySettingsSchema, body)
  if (phoneRegion === null) return
  try {
    await loadNormalizePhone(phoneRegion)
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    throw invalidDefinition([
      { code: 'InvalidDefinition', message: error.message, target: '/phoneRegion' },
    ])
  }
}
