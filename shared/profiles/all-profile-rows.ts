import type { NodeId } from '../identity/node-id.ts'
import type { KeyedProfileRow, ProfileStore } from './profile-row.ts'

/** The first digits of ids, one or two: 16 or 256 parts of all profiles of about the same size. */
export function partsOfIds(digits: 1 | 2): string[] {
  return Array.from({ length: 16 ** digits }, (_, part) => part.toString(16).padStart(digits, '0'))
}

/** 256 parts of all profiles. */
export const profileParts: readonly string[] = partsOfIds(2)

const pageSize = 500

/**
 * All rows of a part behind an id, page by page. A row that is written meanwhile may be told as it
 * was.
 */
export async function* profileRowPages(
  profileStore: Pick<ProfileStore, 'list'>,
  part: string,
  {
    after: begin,
    top = pageSize,
  }: { readonly after?: NodeId | undefined; readonly top?: number } = {},
): AsyncGenerator<KeyedProfileRow[]> {
  let after = begin
  for (;;) {
    const page = await profileStore.list(part, {
      top,
      ...(after !== undefined && { after }),
    })
    if (page.length > 0) yield page
    after = page.at(-1)?.id
    if (page.length < top) return
  }
}
