import { link, readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import * as z from 'zod'
import { isAlive, waitForEnd } from './token-server.ts'

const recordSchema = z.object({
  /** Proves that the supervisor lives. */
  controlPort: z.number(),
  /** Proves that its Azurite lives, which still saves when the supervisor has been killed. */
  guardPort: z.number(),
  token: z.string(),
  /** Where the app of this supervisor listens. */
  port: z.number(),
})

/** What the lock file of a data folder says about the supervisor that holds it. */
export type LockRecord = z.infer<typeof recordSchema>

export type LockOutcome =
  | {
      readonly kind: 'acquired'
      /** The killed supervisor that held it before. */
      readonly predecessor: LockRecord | undefined
      release(): Promise<void>
    }
  | { readonly kind: 'held'; readonly by: LockRecord }

const guardLimitMs = 20_000

/**
 * Takes the data folder for one supervisor. A lock whose supervisor is gone is taken over once its
 * Azurite has saved and ended, so a kill never leaves the folder blocked or written to by two.
 */
export async function lockData(folder: string, mine: LockRecord): Promise<LockOutcome> {
  const lock = path.join(folder, 'supervisor.lock')
  const own = `${lock}.${mine.token}`
  const release = (): Promise<void> => removeIfHolds(lock, mine.token)
  await writeFile(own, JSON.stringify(mine))
  try {
    for (;;) {
      if (await linked(own, lock)) return { kind: 'acquired', predecessor: undefined, release }
      const holder = await readRecord(lock)
      if (holder === 'absent') continue
      if (holder !== 'broken' && (await isAlive(holder.controlPort, holder.token))) {
        return { kind: 'held', by: holder }
      }
      if (!(await takeOver({ lock, own, stale: holder }))) continue
      return { kind: 'acquired', predecessor: await outliveGuard(holder), release }
    }
  } finally {
    await rm(own, { force: true })
  }
}

/**
 * Replaces a stale lock. Only the holder of the take-over file may, and only what it has seen
 * there: of two supervisors that find the same stale lock, the slower finds the other's lock.
 */
async function takeOver(files: {
  lock: string
  own: string
  stale: LockRecord | 'broken'
}): Promise<boolean> {
  const claim = `${files.lock}.takeover`
  if (!(await linked(files.own, claim))) {
    const claimant = await readRecord(claim)
    const claimed =
      typeof claimant === 'object' && (await isAlive(claimant.controlPort, claimant.token))
    if (!claimed) await rm(claim, { force: true })
    return false
  }
  const now = await readRecord(files.lock)
  const unchanged = tokenOf(now) === tokenOf(files.stale)
  if (unchanged) await rename(claim, files.lock)
  else await rm(claim, { force: true })
  return unchanged
}

async function outliveGuard(stale: LockRecord | 'broken'): Promise<LockRecord | undefined> {
  if (stale === 'broken') return undefined
  if (await waitForEnd(stale.guardPort, stale.token, guardLimitMs)) return stale
  throw new Error('the Azurite of a killed supervisor still writes to the data folder')
}

function tokenOf(record: LockRecord | 'broken' | 'absent'): string {
  return typeof record === 'string' ? record : record.token
}

async function linked(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

async function readRecord(file: string): Promise<LockRecord | 'broken' | 'absent'> {
  try {
    return recordSchema.parse(JSON.parse(await readFile(file, 'utf8')))
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'absent' : 'broken'
  }
}

async function removeIfHolds(lock: string, token: string): Promise<void> {
  if (tokenOf(await readRecord(lock)) === token) await rm(lock, { force: true })
}
