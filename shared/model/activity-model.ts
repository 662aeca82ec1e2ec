import {
  complexType,
  primitive,
  type ComplexType,
  type Property,
  type Type,
} from '../expression/types/edm-type.ts'
import { isoTime } from '../platform/clock/iso-time.ts'
import { activityType, type Activity } from '../profiles/activity.ts'

const text = primitive('Edm.String')
const moment = primitive('Edm.DateTimeOffset')

/** A property that is read from an activity as it is stored. */
function property(name: string, type: Type, read: (activity: Activity) => unknown): Property {
  return { name, type, read: (activity) => read(activity as Activity) }
}

const properties: readonly Property[] = [
  property('ActivityId', text, ({ messageId }) => messageId),
  property('ActivityType', text, activityType),
  property('Title', text, titleOf),
  property('ActivityTime', moment, ({ time }) => isoTime(time)),
  property('ReceivedTime', moment, ({ receivedAt }) => isoTime(receivedAt)),
  property('TimeCorrected', primitive('Edm.Boolean'), ({ timeCorrected }) => timeCorrected),
  property('Source', text, ({ source }) => source),
  property('Url', text, ({ url }) => url),
  property(
    'Properties',
    complexType('Properties', {}, { isOpen: true }),
    ({ properties: own }) => own,
  ),
]

/** The name of a page, screen or group. */
export function titleOf({ type, name }: Pick<Activity, 'type' | 'name'>): string | undefined {
  return type === 'track' ? undefined : name
}

/** An activity as expressions ask about it. */
export const activityModel: ComplexType = {
  kind: 'complex',
  name: 'UnifiedActivity',
  properties: new Map(properties.map((one) => [one.name, one])),
  isOpen: false,
}
