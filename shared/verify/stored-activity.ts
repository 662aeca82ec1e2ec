import type { Identifier } from '../identity/identifier.ts'
import { activityKey, activitySchema, type Activity } from '../profiles/activity.ts'
import { allActivities } from '../unify/all-activities.ts'
import { activityOf, type UnifiedEvent } from '../unify/unified-event.ts'
import type { VerifyContext } from './verify-context.ts'

/** The activity of an event, as it is once it was stored and read. */
export function expectedActivity(
  event: UnifiedEvent,
  { attributeRules }: Pick<VerifyContext, 'attributeRules'>,
  names: ReadonlySet<string>,
): Activity {
  const known = new Set([...event.traits.keys()].filter(isStored(attributeRules, names)))
  return activitySchema.parse(JSON.parse(JSON.stringify(activityOf(event, known))))
}

function isStored(
  { isDeclared }: VerifyContext['attributeRules'],
  names: ReadonlySet<string>,
): (name: string) => boolean {
  return (name) => names.has(name) || isDeclared(name)
}

/** The activity of a message at its home, wherever the timeline is. */
export async function activityAt(
  context: VerifyContext,
  home: Identifier,
  message: Pick<Activity, 'messageId' | 'time'>,
): Promise<Activity | undefined> {
  const id = context.nodeIdOf(home)
  const archive = (await context.nodeStore.read(id))?.archive
  if (archive === undefined) return context.nodeStore.readActivity(id, activityKey(message))
  for await (const activities of allActivities(context, id, archive)) {
    const found = activities.find(({ messageId }) => messageId === message.messageId)
    if (found !== undefined) return found
  }
  return undefined
}
