import { element } from '../page/element.ts'
import { countOf, formatMoment, shorten } from '../page/format.ts'
import type { ServerClock } from '../page/server-clock.ts'
import { agoElement, timeElement } from '../page/times.ts'
import type { Activity } from './profile-json.ts'
import { searchText } from './search-text.ts'
import { valueList } from './value-view.ts'

/** An activity of a timeline; what it carries opens. */
export function activityItem(activity: Activity, clock: ServerClock): HTMLElement {
  const { type, title, url, time, source } = activity
  return element(
    'li',
    { class: 'activity' },
    element(
      'p',
      { class: 'activity-head' },
      element('strong', {}, shorten(type, 160)),
      title === null ? undefined : element('span', {}, shorten(title, 160)),
      element('span', { class: 'muted' }, `from ${shorten(source, 40)}`),
    ),
    element(
      'p',
      { class: 'activity-time' },
      timeElement(time, formatMoment(Date.parse(time)), 'exact'),
      agoElement(time, clock),
      activity.timeCorrected
        ? element('span', { class: 'tag', title: corrected }, 'time corrected')
        : undefined,
    ),
    url === null ? undefined : element('p', { class: 'url' }, shortAddress(url)),
    details(activity),
  )
}

const corrected = 'The call had no usable time, or came from a clock that was wrong.'

/** Where on the site: without the protocol and the query. */
function shortAddress(url: string): string {
  return shorten(url.replace(/^https?:\/\//, '').replace(/[?#].*$/s, ''), 120)
}

function details({
  properties,
  identifiers,
  activityId,
  receivedTime,
  url,
}: Activity): HTMLElement {
  const count = Object.keys(properties).length
  const word =
    count === 0 ? 'Details' : countOf(count, 'property').replace('propertys', 'properties')
  return element(
    'details',
    {},
    element('summary', {}, word),
    count === 0 ? undefined : valueList(properties),
    element(
      'div',
      { class: 'origin' },
      valueList({
        'message id': activityId,
        received: formatMoment(Date.parse(receivedTime)),
        identifiers: identifiers.map(searchText).join('\n'),
        ...(url !== null && { url }),
      }),
    ),
  )
}
