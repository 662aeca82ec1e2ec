import { testNow } from '../../doubles/test-context.ts'
import { aCall } from '../../factories/calls.ts'
import type { Story } from './story.ts'

const at = (time: string): string => `2026-03-01T${time}:00.000Z`
const anonymous = { anonymousId: 'tablet' }
const identify = { ...anonymous, type: 'identify' }

/**
 * Two people and nobody in particular take turns on one device. A login comes late and takes a
 * slice away from the other; an e-mail changes hands; a copy of a message wins late and moves to
 * another device, a profile of its own.
 */
export const sharedDevice: Story = {
  name: 'people who share a device',
  blobs: [
    [
      { call: aCall({ ...anonymous, messageId: 'a', timestamp: at('06:00') }) },
      {
        call: aCall({
          ...identify,
          ...{ messageId: 'b', userId: 'u1', timestamp: at('06:05') },
          traits: { email: 'a@b.c', plan: 'pro' },
        }),
      },
      { call: aCall({ ...identify, messageId: 'c', userId: null, timestamp: at('06:10') }) },
      {
        call: aCall({ ...identify, messageId: 'd', timestamp: at('08:00'), traits: { size: 'M' } }),
        receivedAt: testNow - 1000,
      },
    ],
    [
      {
        call: aCall({
          ...identify,
          ...{ messageId: 'e', userId: 'u2', timestamp: at('10:00') },
          traits: { email: 'a@b.c', plan: 'free' },
        }),
      },
      {
        call: aCall({ ...identify, messageId: 'f', timestamp: at('10:05'), traits: { size: 'L' } }),
      },
    ],
    [
      { call: aCall({ ...anonymous, messageId: 'g', userId: 'u2', timestamp: at('07:50') }) },
      {
        call: aCall({
          ...identify,
          ...{ messageId: 'd', anonymousId: 'phone', timestamp: at('08:00') },
          traits: { size: 'S' },
        }),
        receivedAt: testNow - 90_000,
      },
    ],
  ],
  applied: 7,
  members: { known: 2, unknown: 1 },
  mostMoments: 2,
}
