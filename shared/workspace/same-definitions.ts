import { canonicalJson } from '../platform/ids/canonical-json.ts'
import type { StoredDefinition, Workspace } from './workspace.ts'

/** True where two versions of the workspace say the same, whenever it was written. */
export function sameDefinitions(a: Workspace, b: Workspace): boolean {
  return canonicalJson(definitionsOf(a)) === canonicalJson(definitionsOf(b))
}

function definitionsOf(workspace: Workspace): unknown {
  const { version: _version, modifiedAt: _at, computedFrom: _from, identity, ...kinds } = workspace
  const lists = Object.entries(kinds).map(([kind, byName]) => [
    kind,
    Object.fromEntries(Object.entries(byName).map(([name, stored]) => [name, saying(stored)])),
  ])
  return { identity: saying(identity), ...Object.fromEntries(lists) }
}

function saying({ body, active }: StoredDefinition): unknown {
  return { body, active }
}
