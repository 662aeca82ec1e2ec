import { messageOf } from './log.ts'

/** Does work for one function; what it throws then names the function. */
export function forFunction<T>(name: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw new Error(`Function "${name}": ${messageOf(error)}`, { cause: error })
  }
}
