import type { MaterialiseContext } from '../unify/materialise.ts'
import type { Context } from '../workspace/context.ts'

/** What it takes to move profiles into the archive. */
export type RetentionContext = MaterialiseContext &
  Pick<Context, 'newId' | 'memberStore' | 'changeFeed'>
