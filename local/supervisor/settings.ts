import path from 'node:path'
import { parseIsoTime } from '../../shared/platform/clock/iso-time.ts'
import type { Environment } from '../../shared/platform/config/environment.ts'
import { parseKeys } from '../../shared/platform/config/keys.ts'
import { ConfigError } from '../../shared/platform/errors/errors.ts'
import type { LocalKeys } from './ready-line.ts'

/** What the user decides about a local runtime. */
export interface Settings {
  /** The port of the app; 0 asks for any free one. */
  readonly port: number
  /** The address the app listens on. */
  readonly host: string
  /** Absolute path of the folder that keeps everything. */
  readonly dataFolder: string
  /** What every part adds to the machine's clock, in milliseconds. */
  readonly clockOffsetMs: number
  /** Storage is kept in memory and gone with the stop. */
  readonly inMemory: boolean
  readonly keys: LocalKeys
}

/** Where a command runs and when. */
export interface Surroundings {
  /** The checkout. */
  readonly root: string
  /** The folder the user stands in; relative paths start there. */
  readonly userFolder: string
  readonly now: number
}

const defaultPort = 7071
const loopbackHosts = new Set(['127.0.0.1', 'localhost', '::1'])

/** Reads the settings of `npm start`; throws a ConfigError whose message names every problem. */
export function readSettings(environment: Environment, surroundings: Surroundings): Settings {
  const problems: string[] = []
  const key = (setting: string, localKey: string): string => {
    const keys = parseKeys({
      setting,
      value: environment[setting],
      localKey,
      local: true,
      problems,
    })
    return keys[0]?.key ?? localKey
  }
  const settings: Settings = {
    port: readPort(environment['PORT'], problems),
    host: given(environment['PASSERBY_HOST']) ?? '127.0.0.1',
    dataFolder: readDataFolder(environment['PASSERBY_DATA'], surroundings),
    clockOffsetMs: readClockOffset(environment['PASSERBY_NOW'], surroundings.now, problems),
    inMemory: readSwitch('PASSERBY_IN_MEMORY', environment, problems),
    keys: {
      write: key('PASSERBY_WRITE_KEYS', 'local-write-key'),
      read: key('PASSERBY_READ_KEYS', 'local-read-key'),
      admin: key('PASSERBY_ADMIN_KEYS', 'local-admin-key'),
    },
  }
  if (problems.length > 0) {
    throw new ConfigError({ code: 'InvalidSettings', message: problems.join('; ') })
  }
  return settings
}

/** True when only programs on this machine reach that address. */
export function isLoopback(host: string): boolean {
  return loopbackHosts.has(host) || /^127\.\d+\.\d+\.\d+$/.test(host)
}

/** An environment variable that is set to nothing counts as not set. */
function given(value: string | undefined): string | undefined {
  return value === undefined || value.trim() === '' ? undefined : value.trim()
}

function readPort(value: string | undefined, problems: string[]): number {
  const text = given(value)
  if (text === undefined) return defaultPort
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text)
  problems.push(`PORT must be a number from 0 to 65535, not '${text}'`)
  return defaultPort
}

function readSwitch(setting: string, environment: Environment, problems: string[]): boolean {
  const text = given(environment[setting])
  if (text === undefined || text === 'false') return false
  if (text !== 'true') problems.push(`${setting} must be true or false, not '${text}'`)
  return true
}

function readDataFolder(value: string | undefined, { root, userFolder }: Surroundings): string {
  const text = given(value)
  return text === undefined ? path.join(root, '.passerby') : path.resolve(userFolder, text)
}

function readClockOffset(value: string | undefined, now: number, problems: string[]): number {
  const text = given(value)
  if (text === undefined) return 0
  const wanted = parseIsoTime(text)
  if (wanted !== undefined) return wanted - now
  problems.push(`PASSERBY_NOW must be an ISO 8601 time as 2026-01-31T12:00:00Z, not '${text}'`)
  return 0
}
