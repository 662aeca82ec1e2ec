import {
  defaultNamespaces,
  namespaceDefinitionSchema,
} from '../../../shared/identity/namespace-definition.ts'
import { createNamespaces } from '../../../shared/identity/namespaces.ts'
import { testNow } from '../../doubles/test-context.ts'
import { aCall, type LoggedInit } from '../../factories/calls.ts'
import type { Story } from './story.ts'

/** The default namespaces, where some identifiers are quarantined as soon as two are linked. */
export function crowdedAbove(maxFan: number, ...names: readonly string[]) {
  return createNamespaces(
    defaultNamespaces.map((definition) =>
      names.includes(definition.name)
        ? namespaceDefinitionSchema.parse({ ...definition, maxFan })
        : definition,
    ),
  )
}

const at = (time: string): string => `2026-03-01T${time}:00.000Z`

function login(
  messageId: string,
  userId: string | null,
  anonymousId: string,
  init: Record<string, unknown> = {},
): { readonly call: LoggedInit['call'] } {
  const traits = { last: messageId }
  return { call: aCall({ type: 'identify', messageId, userId, anonymousId, traits, ...init }) }
}

/**
 * Three people log in at a kiosk, and for a while a fourth one, where two are too many already; what one of them did there before
 * and does there after is hers. Her e-mail is linked to her only by an event stored at the kiosk.
 * A copy wins late and takes one of the people away from it.
 */
export const kiosk: Story = {
  name: 'a kiosk',
  namespaces: crowdedAbove(2, 'anonymousId'),
  blobs: [
    [
      login('a', 'u1', 'kiosk', { traits: { email: 'a@b.c', plan: 'pro' } }),
      login('b', null, 'kiosk', { timestamp: at('09:00') }),
      login('c', 'u2', 'kiosk', { traits: { email: 'c@b.c' } }),
    ],
    [
      login('d', 'u3', 'kiosk'),
      { ...login('moved', 'u4', 'kiosk'), receivedAt: testNow - 1000 },
      login('e', null, 'kiosk', { timestamp: at('11:00') }),
    ],
    [
      login('f', 'u1', 'kiosk', { traits: { plan: 'free' } }),
      login('g', 'u2', 'phone', { traits: { email: 'a@b.c' } }),
      { ...login('moved', 'u4', 'tablet'), receivedAt: testNow - 90_000 },
    ],
  ],
  applied: 8,
  members: { known: 4, unknown: 1 },
  mostMoments: 2000,
}

/** A third person makes a device crowded; a copy that wins late says that it was another device. */
export const mistakenKiosk: Story = {
  name: 'a device that is no kiosk after all',
  namespaces: crowdedAbove(2, 'anonymousId', 'userId'),
  blobs: [
    [login('a', 'u1', 'tablet'), login('b', null, 'tablet', { timestamp: at('09:59') })],
    [
      { ...login('moved', 'u3', 'tablet'), receivedAt: testNow - 1000 },
      login('c', 'u2', 'tablet', { timestamp: at('14:00') }),
      login('d', 'u1', 'watch'),
    ],
    [
      login('e', 'u4', 'tablet', { messageId: 'e', userId: null, timestamp: at('14:01') }),
      { ...login('moved', 'u3', 'phone'), receivedAt: testNow - 90_000 },
      login('f', 'u2', 'car'),
    ],
  ],
  applied: 7,
  members: { known: 3, unknown: 0 },
  mostMoments: 2,
}
