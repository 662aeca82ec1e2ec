import { ConflictError, NotFoundError } from '../platform/errors/errors.ts'
import { canonicalJson } from '../platform/ids/canonical-json.ts'
import {
  changeWorkspace,
  type ChangeContext,
  type Stamp,
  type WorkspaceChange,
} from './change-workspace.ts'
import { kindRules } from './definition-kinds.ts'
import { invalidDefinition, parseDefinition } from './parse-definition.ts'
import type { DefinitionKind, StoredDefinition, Workspace } from './workspace.ts'

/** Names one definition. */
export interface DefinitionName {
  readonly kind: DefinitionKind
  readonly name: string
}

/** What must hold of the definition there is, else nothing is changed. */
export interface Precondition {
  /** It has one of these versions; `*`: it exists. */
  readonly ifMatch?: ReadonlySet<number> | '*' | undefined
  /** There is none. */
  readonly isNew?: boolean
}

/** A definition as it is now, and what became of the workspace. */
export interface DefinitionChange extends WorkspaceChange {
  readonly definition: StoredDefinition
  readonly created: boolean
}

/** The definition of a name. */
export function readDefinition(
  workspace: Workspace,
  { kind, name }: DefinitionName,
): StoredDefinition {
  const definition = lookUp(workspace, { kind, name })
  if (definition !== undefined) return definition
  throw new NotFoundError({
    code: 'DefinitionNotFound',
    message: `There is no ${kindRules[kind].title} of this name.`,
  })
}

/** Creates a definition, or replaces it; one that says the same as before stays as it is. */
export async function putDefinition(
  context: ChangeContext,
  target: DefinitionName,
  { body, ...precondition }: Precondition & { readonly body: unknown },
): Promise<DefinitionChange> {
  let created = false
  const change = await changeWorkspace(context, (workspace, stamp) => {
    const before = lookUp(workspace, target)
    checkPrecondition(before, target, precondition)
    created = before === undefined
    return withDefinition(workspace, target, { body, stamp })
  })
  return { ...change, definition: readDefinition(change.workspace, target), created }
}

/** The workspace with a definition as it is given; the same one where it says the same already. */
export function withDefinition(
  workspace: Workspace,
  { kind, name }: DefinitionName,
  { body: given, stamp }: { readonly body: unknown; readonly stamp: Stamp },
): Workspace {
  const { schema, check } = kindRules[kind]
  const body: Readonly<Record<string, unknown>> = { ...parseDefinition(schema, named(given, name)) }
  const details = check(body, workspace)
  if (details.length > 0) throw invalidDefinition(details)
  const before = lookUp(workspace, { kind, name })
  if (before !== undefined && canonicalJson(before.body) === canonicalJson(body)) return workspace
  const definition = { body, ...stamp, active: before?.active ?? true }
  return { ...workspace, [kind]: { ...workspace[kind], [name]: definition } }
}

/** Takes a definition out. */
export async function deleteDefinition(
  context: ChangeContext,
  target: DefinitionName,
  precondition: Precondition,
): Promise<WorkspaceChange> {
  return changeWorkspace(context, (workspace) => {
    checkPrecondition(readDefinition(workspace, target), target, precondition)
    const { [target.name]: _gone, ...rest } = workspace[target.kind]
    return { ...workspace, [target.kind]: rest }
  })
}

/** Switches a definition on or off; one that is off does as if it were not there. */
export async function setActive(
  context: ChangeContext,
  target: DefinitionName,
  { active, ...precondition }: Precondition & { readonly active: boolean },
): Promise<DefinitionChange> {
  const change = await changeWorkspace(context, (workspace, stamp) => {
    const before = readDefinition(workspace, target)
    checkPrecondition(before, target, precondition)
    if (before.active === active) return workspace
    const definition = { ...before, ...stamp, active }
    const ofKind = { ...workspace[target.kind], [target.name]: definition }
    return { ...workspace, [target.kind]: ofKind }
  })
  return { ...change, definition: readDefinition(change.workspace, target), created: false }
}

/** Refuses a change of another state than the caller knows. */
export function checkPrecondition(
  before: StoredDefinition | undefined,
  { kind, name }: { readonly kind: string; readonly name: string },
  { ifMatch, isNew }: Precondition,
): void {
  if (isNew === true && before !== undefined) {
    throw new ConflictError({
      code: 'DefinitionExists',
      message: `There is '${name}' already among the ${kind}; PUT changes it.`,
      target: '/name',
    })
  }
  if (ifMatch === undefined) return
  const holds = before !== undefined && (ifMatch === '*' || ifMatch.has(before.version))
  if (holds) return
  throw new ConflictError({
    code: 'PreconditionFailed',
    message:
      before === undefined
        ? 'If-Match: there is no such definition.'
        : `If-Match: the definition has version ${before.version} by now.`,
    target: 'If-Match',
  })
}

function lookUp(
  workspace: Workspace,
  { kind, name }: DefinitionName,
): StoredDefinition | undefined {
  return Object.hasOwn(workspace[kind], name) ? workspace[kind][name] : undefined
}

/** The name may stand in the address alone; in the body it must be the same. */
function named(given: unknown, name: string): unknown {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return given
  if (!('name' in given)) return { ...given, name }
  if (given.name === name || typeof given.name !== 'string') return given
  throw invalidDefinition([
    {
      code: 'InvalidDefinition',
      message: `The address names '${name}', the body '${given.name}'.`,
      target: '/name',
    },
  ])
}
