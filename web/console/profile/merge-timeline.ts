import type { Activity } from './profile-json.ts'

/** A part of a timeline, newest first. */
export interface Timeline {
  readonly value: readonly Activity[]
  readonly nextLink?: string
}

/** The most activities that one page answers. */
const largestPage = 1000
const firstPage = 20

/** How many activities to ask for, so that what is shown stays shown. */
export function pageFor(shown: number): number {
  return Math.min(largestPage, Math.max(firstPage, shown))
}

/** Puts the newest page in the place of what was shown; what lies beyond it stays. */
export function refreshTimeline(shown: Timeline, page: Timeline): Timeline {
  if (page.nextLink === undefined || shown.value.length <= page.value.length) return page
  return {
    ...shown,
    value: withoutDoubles([...page.value, ...shown.value.slice(page.value.length)]),
  }
}

/** Puts the next page behind what is shown. */
export function extendTimeline(shown: Timeline, page: Timeline): Timeline {
  return { ...page, value: withoutDoubles([...shown.value, ...page.value]) }
}

function withoutDoubles(activities: readonly Activity[]): Activity[] {
  const seen = new Set<string>()
  return activities.filter(({ activityId }) => {
    const isNew = !seen.has(activityId)
    seen.add(activityId)
    return isNew
  })
}
