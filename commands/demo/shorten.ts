/** The members of these names, of an object or of each object in a list. */
export function pick(value: unknown, ...names: readonly string[]): unknown {
  if (Array.isArray(value)) return value.map((item) => pick(item, ...names))
  if (typeof value !== 'object' || value === null) return value
  const members = value as Readonly<Record<string, unknown>>
  return Object.fromEntries(
    names.filter((name) => name in members).map((name) => [name, members[name]]),
  )
}

/** A profile without what a newcomer does not look for. */
export function shortenProfile(body: unknown): unknown {
  const profile = pick(
    body,
    ...['customerId', 'known', 'previousCustomerIds', 'firstSeen', 'lastSeen'],
    ...['activityCount', 'attributes', 'identifiers', 'segments', 'activities'],
  )
  if (typeof profile !== 'object' || profile === null) return profile
  const members = profile as Readonly<Record<string, unknown>>
  const { identifiers, activities } = members
  const { value } = (activities ?? {}) as { readonly value?: unknown }
  return {
    ...members,
    ...(identifiers !== undefined && { identifiers: pick(identifiers, 'namespace', 'value') }),
    ...(value !== undefined && {
      activities: { value: withoutNulls(pick(value, 'time', 'type', 'title', 'url')) },
    }),
  }
}

function withoutNulls(list: unknown): unknown {
  if (!Array.isArray(list)) return list
  return list.map((item: object) =>
    Object.fromEntries(Object.entries(item).filter(([, member]) => member !== null)),
  )
}

/** The events feed without what is empty for accepted calls. */
export function shortenFeed(body: unknown): unknown {
  const { value } = pick(body, 'value') as { readonly value?: unknown }
  return { value: pick(value, 'time', 'status', 'source', 'type', 'name', 'identifiers') }
}
