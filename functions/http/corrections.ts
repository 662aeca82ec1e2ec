import * as z from 'zod'
import {
  correctionAnswer,
  correctionAnswerSchema,
} from '../../shared/corrections/correction-answer.ts'
import {
  makeCorrection,
  readCorrection,
  undoCorrection,
} from '../../shared/corrections/make-correction.ts'
import { correctionBodySchema } from '../../shared/corrections/parse-correction.ts'
import { nextLink, pageOf } from '../../shared/platform/http/page-of.ts'
import { topOption } from '../../shared/platform/http/query-options.ts'
import { readJson } from '../../shared/platform/http/read-body.ts'
import { jsonRoute } from '../../shared/platform/http/route.ts'

const corrections = 'v1/instances/{id}/manage/identity/corrections'
const correctionId = {
  description: 'The `id` of the answer that made it.',
  example: '{correctionId}',
}
const answer = { description: 'The correction', schema: correctionAnswerSchema }

jsonRoute(
  {
    ...{ name: 'correction-make', method: 'POST', path: corrections, access: 'admin' },
    docs: {
      tag: 'Manage',
      summary: 'Correct who is one person',
      description:
        '`alwaysMatch`: two identifiers are one person. `neverMatch`: they are not. `exclude`: what links the two says nothing. `detach`: nothing that linked the identifier until now says anything; a later event may link it again. Look-ups show it a moment later.',
      body: {
        schema: correctionBodySchema,
        example: {
          ...{ type: 'neverMatch', a: 'anonymousId:CookieID1', b: 'userId:abc123' },
          reason: 'a borrowed tablet',
        },
      },
      answer: { ...answer, status: 201 },
      errors: ['InvalidCorrection', 'InvalidJson'],
    },
  },
  async ({ request, keyName }, context) =>
    correctionAnswer(await makeCorrection(context, { body: await readJson(request), keyName })),
)

jsonRoute(
  {
    ...{ name: 'correction-list', method: 'GET', path: corrections, access: 'admin' },
    query: z.object({
      top: topOption(100),
      after: z
        .string()
        .regex(/^\d{13}-[\w-]{1,100}$/, 'must be taken from a next link')
        .optional()
        .meta({ description: 'Where to go on; taken from a next link.' }),
    }),
    docs: {
      tag: 'Manage',
      summary: 'Who corrected what, and why',
      answer: {
        description: 'Corrections, newest first, undone ones too',
        schema: pageOf(correctionAnswerSchema),
      },
    },
  },
  async ({ query, address }, context) => {
    const { value, next } = await context.correctionStore.list(query)
    return {
      value: value.map(correctionAnswer),
      ...(next !== undefined && { nextLink: nextLink(address, next) }),
    }
  },
)

jsonRoute(
  {
    ...{ name: 'correction', method: 'GET', path: `${corrections}/{correctionId}` },
    access: 'admin',
    docs: {
      tag: 'Manage',
      summary: 'One correction',
      parameters: { correctionId },
      answer,
      errors: ['CorrectionNotFound'],
    },
  },
  async ({ parameters }, context) =>
    correctionAnswer(await readCorrection(context, parameters['correctionId'] ?? '')),
)

jsonRoute(
  {
    ...{ name: 'correction-undo', method: 'DELETE', path: `${corrections}/{correctionId}` },
    access: 'admin',
    docs: {
      tag: 'Manage',
      summary: 'Undo a correction',
      description:
        'Profiles become what they would be without it, a moment later. It stays in the list; undoing it again changes nothing.',
      parameters: { correctionId },
      answer,
      errors: ['CorrectionNotFound'],
    },
  },
  async ({ parameters, keyName }, context) => {
    const undo = { id: parameters['correctionId'] ?? '', by: keyName }
    return correctionAnswer(await undoCorrection(context, undo))
  },
)
