import { minuteMs } from '../platform/clock/durations.ts'
import type { Activity } from '../profiles/activity.ts'
import type { VerifyContext } from './verify-context.ts'

/** Hosts know of a definition after so long, and their clocks differ by less. */
const lagMs = 10 * minuteMs

/** True for an attribute that an event which was received then must have stored. */
export type IsCertain = (name: string, receivedAt: number) => boolean

/**
 * A name that was accepted once is stored ever since. Of names that are declared, or were, nobody
 * knows when: an event of before may have come when there was no room, one of after keeps what it
 * has. So only events since the definition as it is are sure to have the attribute.
 */
export async function readCertain({
  attributeNames,
  workspace,
}: Pick<VerifyContext, 'attributeNames' | 'workspace'>): Promise<IsCertain> {
  const names = await attributeNames.list()
  const since = new Map(
    Object.entries(workspace.attributes).map(([name, { active, modifiedAt }]) => [
      name,
      active ? modifiedAt + lagMs : Infinity,
    ]),
  )
  return (name, receivedAt) => names.has(name) || receivedAt > (since.get(name) ?? Infinity)
}

/** An activity with those attributes only that it must have. */
export function withCertain(activity: Activity, isCertain: IsCertain): Activity {
  const { attributes, receivedAt } = activity
  const certain = attributes.filter(([name]) => isCertain(name, receivedAt))
  return certain.length === attributes.length ? activity : { ...activity, attributes: certain }
}
