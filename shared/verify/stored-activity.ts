import type { Identifier } from '../identity/identifier.ts'
import { mapLimited } from '../platform/async/map-limited.ts'
import { activityKey, activitySchema, type Activity } from '../profiles/activity.ts'
import { allActivities } from '../unify/all-activities.ts'
import { activityOf, type UnifiedEvent } from '../unify/unified-event.ts'
import type { IsCertain } from './certain-names.ts'
import type { VerifyContext } from './verify-context.ts'

/** The activity of an event, as it is once it was stored and read, with what it must have. */
export function expectedActivity(event: UnifiedEvent, isCertain: IsCertain): Activity {
  const names = [...event.traits.keys()].filter((name) => isCertain(name, event.receivedAt))
  return activitySchema.parse(JSON.parse(JSON.stringify(activityOf(event, new Set(names)))))
}

/** The activity of a message at its home, wherever the timeline is. */
export async function activityAt(
  context: VerifyContext,
  home: Identifier,
  message: Pick<Activity, 'messageId' | 'time'>,
): Promise<Activity | undefined> {
  return (await activitiesAt(context, home, [message])).get(message.messageId)
}

/** Those of some messages that are activities at a home. */
export async function activitiesAt(
  context: VerifyContext,
  home: Identifier,
  messages: readonly Pick<Activity, 'messageId' | 'time'>[],
): Promise<ReadonlyMap<string, Activity>> {
  const id = context.nodeIdOf(home)
  const archive = (await context.nodeStore.read(id))?.archive
  const found = new Map<string, Activity>()
  const note = (activity: Activity | undefined): void => {
    if (activity !== undefined) found.set(activity.messageId, activity)
  }
  if (archive === undefined) {
    await mapLimited(messages, 8, async (message) => {
      note(await context.nodeStore.readActivity(id, activityKey(message)))
    })
    return found
  }
  const wanted = new Set(messages.map(({ messageId }) => messageId))
  for await (const activities of allActivities(context, id, archive)) {
    activities.filter(({ messageId }) => wanted.has(messageId)).forEach(note)
  }
  return found
}
