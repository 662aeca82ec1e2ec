import * as z from 'zod'
import { batchSchema, callSchema, type CallType } from '../../collect/call-schema.ts'
import { collectAnswerSchema } from '../../collect/collect-answer.ts'
import { refusalSchema } from './collect-answers.ts'
import type { RouteDocs } from './route.ts'

const summaries: Readonly<Record<CallType | 'batch', string>> = {
  identify: 'Who she is: ids and traits',
  track: 'What she did',
  page: 'Which page she viewed',
  screen: 'Which screen of an app she viewed',
  group: 'Which group she belongs to',
  alias: 'Another id that she had before',
  batch: 'Many calls at once',
}

const her = { anonymousId: 'CookieID1' }

const examples: Readonly<Record<CallType, object>> = {
  identify: { ...her, userId: 'abc123', traits: { email: 'ann@example.com', firstName: 'Ann' } },
  track: { ...her, event: 'Product viewed', properties: { sku: 'boots', price: 129 } },
  page: { ...her, name: 'Boots', properties: { url: 'https://shop.example.com/boots' } },
  screen: { ...her, name: 'Start', properties: { tab: 'new' } },
  group: { ...her, groupId: 'club', traits: { name: 'The club' } },
  alias: { previousId: 'CookieID1', userId: 'abc123' },
}

/** A call whose type is that of the address; a batch of them is taken too. */
const oneCallSchema = callSchema.omit({ type: true }).meta({ id: 'Call' })

const typedCallSchema = callSchema.meta({ id: 'TypedCall' })

/** As the handlers check it, but for the calls, of which each is judged alone. */
const batchBodySchema = batchSchema
  .extend({
    batch: z.array(typedCallSchema).meta({ description: 'Up to 5,000 calls; each stands alone.' }),
  })
  .meta({ id: 'Batch', description: 'What stands beside `batch` holds for each call in it.' })

/** What is published about an address of collect; `longForm` is the name it is short for. */
export function collectDocs(type: CallType | undefined, longForm: string | undefined): RouteDocs {
  const summary = summaries[type ?? 'batch']
  return {
    tag: 'Collect',
    summary: longForm === undefined ? summary : `Short for \`/v1/${longForm}\``,
    description:
      'Answers once the accepted calls are durable. A call that cannot be accepted does not hold up the others. Fields as in the Segment spec.',
    body: {
      schema: type === undefined ? batchBodySchema : oneCallSchema,
      example:
        type === undefined ? { batch: [{ type: 'track', ...examples.track }] } : examples[type],
    },
    answers: {
      200: { description: 'What was accepted and what was not', schema: collectAnswerSchema },
      400: { description: 'Nothing was accepted', schema: refusalSchema },
      401: { description: 'No valid key', schema: refusalSchema },
      403: { description: 'A key that may not collect', schema: refusalSchema },
      413: { description: 'Too large', schema: refusalSchema },
      415: { description: 'An encoding that is not read', schema: refusalSchema },
      503: { description: 'Storage does not answer: send it again', schema: refusalSchema },
    },
  }
}

/** What is published about the address of beacons. */
export const beaconDocs: RouteDocs = {
  ...collectDocs(undefined, undefined),
  summary: "Many calls at once, as RudderStack's browser library sends them by beacon",
  description: 'The same as `/v1/batch`; a beacon has its key in the address, `?writeKey=KEY`.',
}
