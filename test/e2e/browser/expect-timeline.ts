import { expect } from 'vitest'
import { contentFor, readBlocks } from '../doc-blocks.ts'
import { profileOnce } from '../runtime.ts'

/** The program that the README shows for a package. */
export function readmeProgram(from: string, url: string): string {
  const programs = readBlocks('README.md').filter(({ content }) => content.includes(`'${from}'`))
  expect(programs).toHaveLength(1)
  return programs.map((block) => contentFor(block, url)).join('')
}

/** Waits until a visitor's timeline is what she did: types, and names of pages and groups. */
export async function expectTimeline(
  url: string,
  anonymousId: string,
  did: readonly string[],
): Promise<void> {
  const key = `anonymousId:${encodeURIComponent(anonymousId)}`
  const profile = await profileOnce(url, key, (found) => found.activityCount >= did.length)
  const told = profile.activities.value.map((activity) => {
    const { type, title } = activity as { type: string; title?: string | null }
    return typeof title === 'string' ? `${type} ${title}` : type
  })
  expect(told.sort()).toEqual([...did].sort())
}
