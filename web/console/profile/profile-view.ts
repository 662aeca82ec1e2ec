import { copyButton } from '../page/copy-button.ts'
import { element, type Child } from '../page/element.ts'
import { countOf, formatCount, formatMoment, shorten } from '../page/format.ts'
import type { ServerClock } from '../page/server-clock.ts'
import { agoElement, timeElement } from '../page/times.ts'
import { titleOf, type Profile, type SeenIdentifier } from './profile-json.ts'
import { searchText, type Identifier } from './search-text.ts'
import { valueList } from './value-view.ts'

/** A part of a profile, which is made anew only when what it shows has changed. */
export interface ProfilePart {
  readonly key: string
  readonly shows: unknown
  render(): HTMLElement
}

/** Everything about a profile but its timeline. */
export function profileParts(
  profile: Profile,
  foundBy: Identifier,
  clock: ServerClock,
): ProfilePart[] {
  const { customerId, known, archived, firstSeen, lastSeen, activityCount } = profile
  const { segments, measures, identifiers, attributes, attributeSources } = profile
  const { previousCustomerIds: previous } = profile
  const title = titleOf(profile, foundBy)
  const part = (key: string, shows: unknown, render: () => HTMLElement): ProfilePart[] =>
    shows === undefined ? [] : [{ key, shows, render }]
  return [
    part('head', { customerId, known, archived, title, foundBy }, () => head(profile, foundBy)),
    part('facts', { firstSeen, lastSeen, activityCount }, () => facts(profile, clock)),
    part('attributes', { attributes, attributeSources, known }, () => attributeList(profile)),
    part('segments', segments, () => segmentList(segments ?? [])),
    part('measures', measures, () =>
      section('Measures', listOrNone(measures ?? {}, 'No measures.')),
    ),
    part('identifiers', identifiers, () =>
      section('Identifiers', identifierList(identifiers, clock)),
    ),
    part('previous', previous.length === 0 ? undefined : previous, () => previousIds(previous)),
  ].flat()
}

function section(title: string, ...children: readonly Child[]): HTMLElement {
  return element('section', { class: 'part' }, element('h4', {}, title), ...children)
}

const archivedHint = 'Idle for so long that she is in the archive; her next event brings her back.'

function head(profile: Profile, foundBy: Identifier): HTMLElement {
  const { known, customerId } = profile
  const isFormer = foundBy.namespace === 'customerId' && foundBy.value !== customerId
  return element(
    'div',
    { class: 'profile-head' },
    element(
      'div',
      { class: 'profile-name' },
      element('h3', { id: 'profile-name' }, shorten(titleOf(profile, foundBy), 120)),
      element(
        'span',
        { class: `who-is ${known ? 'known' : 'unknown'}` },
        known ? 'Known' : 'Unknown',
      ),
      profile.archived === true
        ? element('span', { class: 'tag', title: archivedHint }, 'archived')
        : undefined,
    ),
    element(
      'p',
      { class: 'customer-id' },
      element('span', { class: 'sr-only' }, 'Customer id '),
      element('code', { title: 'Customer id' }, customerId),
      copyButton(customerId, 'the customer id'),
    ),
    isFormer
      ? element('p', { class: 'notice' }, 'Found by a former customer id of hers.')
      : undefined,
  )
}

function facts({ firstSeen, lastSeen, activityCount }: Profile, clock: ServerClock): HTMLElement {
  const fact = (name: string, ...value: readonly Child[]): HTMLElement =>
    element('div', {}, element('dt', {}, name), element('dd', {}, ...value))
  const moment = (iso: string): Child[] => [
    timeElement(iso, formatMoment(Date.parse(iso)), 'exact'),
    agoElement(iso, clock),
  ]
  return element(
    'dl',
    { class: 'facts' },
    fact('First seen', ...moment(firstSeen)),
    fact('Last seen', ...moment(lastSeen)),
    fact('Activities', formatCount(activityCount)),
  )
}

function listOrNone(
  values: Readonly<Record<string, unknown>>,
  none: string,
  remark?: (name: string) => string | undefined,
): HTMLElement {
  if (Object.keys(values).length > 0) return valueList(values, remark)
  return element('p', { class: 'muted' }, none)
}

function attributeList({ attributes: values, attributeSources, known }: Profile): HTMLElement {
  const none = known ? 'None yet.' : 'None yet: an identify call with traits sets them.'
  const remark = (name: string): string | undefined => {
    const told = attributeSources?.[name]
    return told && `told by ${told.source}, ${formatMoment(Date.parse(told.time))}`
  }
  return section('Attributes', listOrNone(values, none, remark))
}

function segmentList(segments: NonNullable<Profile['segments']>): HTMLElement {
  if (segments.length === 0) {
    return section('Segments', element('p', { class: 'muted' }, 'In no segment.'))
  }
  const items = segments.map(({ name, since }) => {
    const title = since === undefined ? undefined : `since ${formatMoment(Date.parse(since))}`
    return element('li', { class: 'tag', title }, name)
  })
  return section('Segments', element('ul', { class: 'tags' }, ...items))
}

function identifierList(identifiers: readonly SeenIdentifier[], clock: ServerClock): HTMLElement {
  const items = identifiers.map((identifier) =>
    element(
      'li',
      {},
      element('code', { class: 'break' }, searchText(identifier)),
      element('span', { class: 'muted seen' }, 'seen ', agoElement(identifier.lastSeen, clock)),
    ),
  )
  return element('ul', { class: 'identifiers' }, ...items)
}

function previousIds(ids: readonly string[]): HTMLElement {
  const items = ids.map((id) => element('li', {}, element('code', { class: 'break' }, id)))
  return element(
    'details',
    {},
    element('summary', {}, countOf(ids.length, 'previous customer id')),
    element('ul', { class: 'identifiers' }, ...items),
  )
}
