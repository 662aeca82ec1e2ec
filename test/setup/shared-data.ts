import { existsSync } from 'node:fs'
import path from 'node:path'

/**
 * The folder with inputs and expected figures beside the checkout. It is not part of the project:
 * tests that need it are skipped where it is absent, except in CI, where they must run.
 */
export const sharedFolder = path.resolve('../shared')

export const withoutShared = !existsSync(sharedFolder) && process.env['CI'] !== 'true'
