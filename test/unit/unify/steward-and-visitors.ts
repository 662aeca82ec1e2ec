import { undoOf, type Correction } from '../../../shared/identity/correction.ts'
import { aCall } from '../../factories/calls.ts'
import type { Story } from './story.ts'

const at = (time: string): string => `2026-03-01T${time}:00.000Z`
const said = { by: 'ann', reason: 'seen in the shop', at: at('11:00') }

/** Takes the tablet from u1. */
const detach: Correction = { ...said, id: 'c1', type: 'detach', a: 'anonymousId:tablet' }
/** A mistake that is undone. */
const wrong: Correction = {
  ...said,
  ...{ id: 'c2', type: 'alwaysMatch', a: 'userId:u1', b: 'anonymousId:phone' },
}
/** An e-mail that no event has carried yet. */
const awaited: Correction = {
  ...said,
  ...{ id: 'c3', type: 'alwaysMatch', a: 'email:new@b.c', b: 'userId:u1' },
}

/** A steward takes a device from its owner, and two visitors for one by mistake. */
export const stewardAndVisitors: Story = {
  name: 'visitors whom a steward parts and joins',
  blobs: [
    [
      { call: aCall({ messageId: 'a', anonymousId: 'tablet', timestamp: at('10:00') }) },
      {
        call: aCall({
          messageId: 'b',
          anonymousId: 'tablet',
          userId: 'u1',
          timestamp: at('10:05'),
        }),
      },
      { call: aCall({ messageId: 'c', anonymousId: 'phone', timestamp: at('10:10') }) },
    ],
    [{ fact: detach }, { fact: wrong }],
    [
      { fact: undoOf(wrong, { by: 'bob', at: at('11:30') }) },
      { fact: awaited },
      {
        call: aCall({ messageId: 'd', anonymousId: 'phone', userId: 'u2', timestamp: at('11:20') }),
      },
    ],
  ],
  applied: 4,
  members: { known: 2, unknown: 1 },
  mostMoments: 2000,
}
