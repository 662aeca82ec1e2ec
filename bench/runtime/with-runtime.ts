import type { Session } from '../benchmark.ts'
import { startRuntime, type Runtime, type RuntimeOptions } from './start-runtime.ts'

/** Runs something against a fresh runtime, which is stopped and removed whatever happens. */
export async function withRuntime<T>(
  session: Session,
  options: Pick<RuntimeOptions, 'without' | 'settings'>,
  use: (runtime: Runtime) => Promise<T>,
): Promise<T> {
  const { root, environment } = session
  const runtime = await startRuntime({ root, environment, ...options })
  try {
    return await Promise.race([use(runtime), session.interrupted])
  } catch (error) {
    const trouble = runtime.trouble()
    if (trouble !== '') session.say(`The runtime said:\n${trouble}`)
    throw error
  } finally {
    await runtime.dispose()
  }
}
