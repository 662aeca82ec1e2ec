import { afterAll, beforeAll, describe } from 'vitest'
import { withoutShared } from '../setup/shared-data.ts'
import { acceptingSuite } from './collect/accepting.ts'
import { accessSuite, writeKeys } from './collect/access.ts'
import { endlessNamesSuite } from './collect/endless-names.ts'
import { fuzzingSuite } from './collect/fuzzing.ts'
import { identifiersSuite } from './collect/identifiers.ts'
import { librarySettingsSuite } from './collect/library-settings.ts'
import { lookupsSuite } from './collect/lookups.ts'
import { managingSuite } from './collect/managing.ts'
import { payloadsSuite } from './collect/payloads.ts'
import { refusingSuite } from './collect/refusing.ts'
import { sdksSuite } from './collect/sdks.ts'
import { startRuntime, type Runtime } from './runtime.ts'

/** One runtime for all of it: starting one takes longer than most of these tests together. */
describe('collect over HTTP', () => {
  let runtime: Runtime
  const url = (): string => runtime.url

  beforeAll(async () => {
    runtime = await startRuntime({ environment: { PASSERBY_WRITE_KEYS: writeKeys } })
  })
  afterAll(() => runtime.dispose())

  describe('accepts', () => acceptingSuite(url))
  describe('refuses', () => refusingSuite(url))
  describe('knows who may call', () => accessSuite(url))
  describe('identifiers', () => identifiersSuite(url))
  describe('look-ups', () => lookupsSuite(url))
  describe('for operators', () => managingSuite(url))
  describe('libraries', () => sdksSuite(url))
  describe('settings of browser libraries', () => librarySettingsSuite(url))
  describe.skipIf(withoutShared)('payloads of the documentation', () => payloadsSuite(url))
  describe('anything at all', () => fuzzingSuite(url))
  describe('names without end', () => endlessNamesSuite(url))
})
