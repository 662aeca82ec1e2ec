import * as z from 'zod'
import { nearestName } from '../expression/types/nearest-name.ts'
import type { NodeId } from '../identity/node-id.ts'
import { canonicalJson } from '../platform/ids/canonical-json.ts'
import type { RowContent } from '../profiles/profile-row.ts'
import { computeContents } from '../unify/compute-contents.ts'
import type { SnapshotContext } from '../unify/snapshot.ts'
import { attributeRulesIn } from './attribute-rules-in.ts'
import type { Context } from './context.ts'
import { withDefinition } from './definitions.ts'
import { feedComponents, type Trial } from './feed-components.ts'
import { identityImpact } from './identity-impact.ts'

export const attributePreviewSchema = z
  .object({
    changed: z.int().meta({ description: 'Profiles that would show other attributes.' }),
    lost: z.int().meta({
      description: 'Of these, profiles that would lose one: no value of it is of the type.',
    }),
    unchanged: z.int().meta({ description: 'Profiles that would stay as they are.' }),
    sample: z
      .array(
        z.object({
          customerId: z.string(),
          name: z.string(),
          from: z.unknown().meta({ description: 'The value; null where there is none.' }),
          to: z.unknown(),
        }),
      )
      .meta({ description: 'Some of the changes.' }),
    examined: z.int().meta({ description: 'Profiles that were looked at.' }),
    complete: z.boolean().meta({ description: 'False when there are more than were looked at.' }),
    applies: z.enum(['now', 'recluster', 'rebuild']).meta({
      description: 'What applying it takes: nothing; or all profiles computed, or made, again.',
    }),
    warnings: z.array(z.string()),
  })
  .meta({ id: 'AttributePreview' })

export type AttributePreview = z.input<typeof attributePreviewSchema>

type PreviewContext = SnapshotContext &
  Pick<
    Context,
    'workspace' | 'workspaceStore' | 'pointer' | 'seenNamespaces' | 'attributeNames' | 'now'
  >

const mostSamples = 20

/** What a definition of an attribute would make of the profiles there are; nothing is changed. */
export async function previewAttribute(
  context: PreviewContext,
  { name, body }: { readonly name: string; readonly body: unknown },
): Promise<AttributePreview> {
  const { workspace, workspaceStore, pointer, now } = context
  const stamp = { version: workspace.version + 1, modifiedAt: now() }
  const hypothetical = withDefinition(workspace, { kind: 'attributes', name }, { body, stamp })
  const inForce = await workspaceStore.readDocument(pointer.identityDocument)
  const impact = identityImpact(inForce, hypothetical, await context.seenNamespaces.list())
  const under = { ...context, attributeRules: attributeRulesIn(hypothetical) }
  const trial = tryOn(under)
  const complete = await feedComponents(under, trial)
  return {
    ...trial.changes(),
    complete,
    applies: impact === 'none' ? 'now' : impact,
    warnings: await warningsOf(context, name),
  }
}

type Changes = Pick<AttributePreview, 'changed' | 'lost' | 'unchanged' | 'sample' | 'examined'>

function tryOn(context: PreviewContext): Trial & { changes(): Changes } {
  const sample: AttributePreview['sample'] = []
  let [changed, lost, examined] = [0, 0, 0]
  return {
    add: async (component) => {
      const { rows } = await computeContents(context, component)
      for (const { id, row } of component) {
        const before = attributesIn(row?.content)
        const after = attributesIn(rows.get(id))
        if (before === undefined || after === undefined) continue
        const changes = compare(id, before, after)
        examined += 1
        if (changes.length > 0) changed += 1
        if (changes.some(({ to }) => to === null)) lost += 1
        sample.push(...changes.slice(0, mostSamples - sample.length))
      }
    },
    isFull: () => false,
    changes: () => ({ changed, lost, unchanged: examined - changed, sample, examined }),
  }
}

type Values = ReadonlyMap<string, unknown>

/** The attributes of a row that is a profile. */
function attributesIn(content: RowContent | undefined): Values | undefined {
  if (content?.kind !== 'profile') return undefined
  return new Map(content.profile.attributes.map(({ name, value }) => [name, value]))
}

function compare(customerId: NodeId, before: Values, after: Values): AttributePreview['sample'] {
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((name) => {
    const [from, to] = [before.get(name) ?? null, after.get(name) ?? null]
    return canonicalJson(from) === canonicalJson(to) ? [] : [{ customerId, name, from, to }]
  })
}

/** A name that no event ever had may be misspelled. */
async function warningsOf(
  { attributeNames, workspace }: PreviewContext,
  name: string,
): Promise<string[]> {
  const seen = await attributeNames.list()
  if (seen.has(name) || Object.hasOwn(workspace.attributes, name)) return []
  const nearest = nearestName(name, seen)
  const hint = nearest === undefined ? '' : `: did you mean '${nearest}'?`
  return [`No event ever had a trait '${name}'${hint}${hint === '' ? '.' : ''}`]
}
