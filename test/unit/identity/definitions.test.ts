import { describe, expect, it } from 'vitest'
import {
  defaultIdentitySettings,
  identitySettingsSchema,
} from '../../../shared/identity/identity-settings.ts'
import {
  defaultNamespaces,
  isTooManyPerEvent,
  namespaceDefinitionSchema,
} from '../../../shared/identity/namespace-definition.ts'
import { createNamespaces } from '../../../shared/identity/namespaces.ts'
import { stewardFactSchema } from '../../../shared/identity/steward-fact.ts'

const parse = (definition: object) =>
  namespaceDefinitionSchema.parse({ name: 'x', kind: 'person', priority: 1, ...definition })

describe('the definition of a namespace', () => {
  it('bounds how many others an identifier is linked to, by kind', () => {
    expect(parse({}).maxFan).toBe(1000)
    expect(parse({ kind: 'device' }).maxFan).toBe(100)
    expect(parse({ maxFan: 7 }).maxFan).toBe(7)
    expect(parse({ maxFan: null }).maxFan).toBeNull()
    expect(createNamespaces(defaultNamespaces).definition('neverSeen').maxFan).toBe(100)
  })

  it('keeps five values, or as many as it says, or any number', () => {
    expect(parse({}).limit).toBe(5)
    expect(parse({ limit: null }).limit).toBeNull()
    expect(namespaceDefinitionSchema.safeParse({ ...parse({}), limit: 0 }).success).toBe(false)
  })

  it.each<[object, number]>([
    [{ limit: 1 }, 1],
    [{ limit: 1, maxPerEvent: 3 }, 3],
    [{ limit: 2, maxPerEvent: 1 }, 1],
    [{ limit: 5 }, Infinity],
    [{ limit: null }, Infinity],
  ])('%j lets an event carry %d values', (definition, most) => {
    expect(isTooManyPerEvent(parse(definition), Math.min(most, 1e6))).toBe(false)
    expect(isTooManyPerEvent(parse(definition), most + 1)).toBe(most !== Infinity)
  })
})

describe('the settings of identity', () => {
  it('have the defaults that are documented', () => {
    expect(defaultIdentitySettings).toEqual({
      deviceHistory: 'timeSliced',
      onLogout: 'ignore',
      logoutEvents: ['Signed Out', 'Logged Out', 'logout'],
      deviceMerge: 'unambiguous',
      maxIdentifiers: 100,
      visitGap: 30,
      blockedValues: [],
      holdOver: 0,
      unknownIdleDays: 30,
      unknownArchiveDays: 365,
      phoneRegion: null,
    })
  })

  it.each([
    { visitGap: 0 },
    { deviceHistory: 'newest' },
    { maxIdentifiers: 1 },
    { phoneRegion: 'Germany' },
    { visitgap: 30 },
  ])('refuse %j', (settings) => {
    expect(identitySettingsSchema.safeParse(settings).success).toBe(false)
  })
})

describe('a steward fact', () => {
  it('names two identifiers', () => {
    const fact = { type: 'never', a: 'userId:u', b: 'email:a@b.c' }
    expect(stewardFactSchema.parse(fact)).toEqual(fact)
    for (const wrong of [
      { ...fact, a: 'u' },
      { ...fact, b: ':x' },
      { ...fact, type: 'maybe' },
    ]) {
      expect(stewardFactSchema.safeParse(wrong).success).toBe(false)
    }
  })
})
