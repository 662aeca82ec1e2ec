import { acceptCalls } from '../../shared/collect/accept-calls.ts'
import type { CallType } from '../../shared/collect/call-schema.ts'
import {
  collectAnswer,
  findWriteKey,
  refusalAnswer,
} from '../../shared/platform/http/collect-answers.ts'
import { collectDocs } from '../../shared/platform/http/collect-docs.ts'
import { readJson } from '../../shared/platform/http/read-body.ts'
import { httpRoute } from '../../shared/platform/http/route.ts'

const routes: readonly (readonly [name: string, type: CallType | undefined, letter: string])[] = [
  ['identify', 'identify', 'i'],
  ['track', 'track', 't'],
  ['page', 'page', 'p'],
  ['screen', 'screen', 's'],
  ['group', 'group', 'g'],
  ['alias', 'alias', 'a'],
  ['batch', undefined, 'b'],
]

for (const [name, type, letter] of routes) {
  for (const [suffix, address] of [
    ['', name],
    ['-short', letter],
  ] as const) {
    httpRoute(
      {
        name: `collect-${name}${suffix}`,
        method: 'POST',
        path: `v1/${address}`,
        access: 'write',
        cors: true,
        findKey: findWriteKey,
        onError: refusalAnswer,
        docs: collectDocs(type, suffix === '' ? undefined : name),
      },
      async ({ request, keyName, docsOf }, context) => {
        const readBody = () => readJson(request)
        const outcome = await acceptCalls(context, { readBody, type, source: keyName })
        return collectAnswer(outcome, docsOf)
      },
    )
  }
}
