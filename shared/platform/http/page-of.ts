import * as z from 'zod'
import type { RequestAddress } from './http-request.ts'

/** The shape of a list that is read page by page. */
export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({
    value: z.array(item),
    nextLink: z.url().optional().meta({ description: 'The next page, where there is more.' }),
  })
}

/** The address of the next page: the same request, going on after a key. It holds no key. */
export function nextLink({ origin, path, query }: RequestAddress, after: string): string {
  const options = new URLSearchParams([...query].filter(([name]) => name !== 'code'))
  options.set('after', after)
  return `${origin}/${path.map(encodeURIComponent).join('/')}?${options.toString()}`
}
