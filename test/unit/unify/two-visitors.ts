import { testNow } from '../../doubles/test-context.ts'
import { aCall } from '../../factories/calls.ts'
import type { Story } from './story.ts'

/** Two visitors who become one person, a copy that loses late, one that wins late, a duplicate. */
export const twoVisitors: Story = {
  name: 'two visitors who are one',
  blobs: [
    [
      { call: aCall({ messageId: 'a', anonymousId: 'c1' }) },
      { call: aCall({ messageId: 'b', anonymousId: 'c2' }) },
      { call: aCall({ messageId: 'moved', anonymousId: 'c3' }), receivedAt: testNow - 1000 },
    ],
    [
      {
        call: aCall({
          messageId: 'c',
          anonymousId: 'c1',
          userId: 'u1',
          type: 'identify',
          traits: { email: 'a@b.c', plan: 'pro' },
        }),
      },
      { call: aCall({ messageId: 'a', anonymousId: 'c1' }) },
    ],
    [
      { call: aCall({ messageId: 'd', anonymousId: 'c2', userId: 'u1' }) },
      { call: aCall({ messageId: 'moved', anonymousId: 'c1' }), receivedAt: testNow - 90_000 },
      {
        call: aCall({
          messageId: 'e',
          type: 'alias',
          anonymousId: null,
          userId: 'u1',
          previousId: 'c4',
        }),
      },
    ],
  ],
  applied: 6,
  members: { known: 1, unknown: 0 },
  mostMoments: 2000,
}
