import * as z from 'zod'

/** Settings of identity resolution that hold for the whole workspace, with their defaults. */
export const identitySettingsSchema = z.strictObject({
  /** Whose the anonymous activities of a device are; rule 9. */
  deviceHistory: z.enum(['timeSliced', 'followsOwner', 'isolated']).default('timeSliced'),
  /** Whether what follows a logout opens an unknown profile of its own. */
  onLogout: z.enum(['ignore', 'newAnonymous']).default('ignore'),
  /** Names of track events that end a login. */
  logoutEvents: z.array(z.string()).default(['Signed Out', 'Logged Out', 'logout']),
  /** Whether a device may make one of several people. */
  deviceMerge: z.enum(['unambiguous', 'allow']).default('unambiguous'),
  /** The most identifiers of a profile; `null`: any number. */
  maxIdentifiers: z.int().min(2).nullable().default(100),
  /** A visit ends when a device is silent for longer than this, in minutes. */
  visitGap: z.number().positive().max(1440).default(30),
  /** Values that are never identifiers, in any namespace. */
  blockedValues: z.array(z.string()).default([]),
  /** A new link that would change more known profiles waits for a steward; 0: none waits. */
  holdOver: z.int().min(0).default(0),
  /** Days without an event after which an unknown profile is archived. */
  unknownIdleDays: z.int().min(1).default(30),
  /** Days that the archive keeps it. */
  unknownArchiveDays: z.int().min(1).default(365),
  /** Where telephone numbers without a country code belong: ISO 3166-1 alpha-2, as `DE`. */
  phoneRegion: z
    .string()
    .regex(/^[A-Z]{2}$/, 'must be a country code such as DE')
    .nullable()
    .default(null),
})

export type IdentitySettings = z.output<typeof identitySettingsSchema>

export const defaultIdentitySettings: IdentitySettings = identitySettingsSchema.parse({})
