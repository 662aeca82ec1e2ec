import { app } from '@azure/functions'
import { acceptCalls } from '../../shared/collect/accept-calls.ts'
import type { CallType } from '../../shared/collect/call-schema.ts'
import {
  collectAnswer,
  findWriteKey,
  refusalAnswer,
} from '../../shared/platform/http/collect-answers.ts'
import { httpHandler } from '../../shared/platform/http/http-handler.ts'
import { readJson } from '../../shared/platform/http/read-body.ts'

const routes: readonly (readonly [name: string, type: CallType | undefined, letter: string])[] = [
  ['identify', 'identify', 'i'],
  ['track', 'track', 't'],
  ['page', 'page', 'p'],
  ['screen', 'screen', 's'],
  ['group', 'group', 'g'],
  ['alias', 'alias', 'a'],
  ['batch', undefined, 'b'],
]

const collect = (type: CallType | undefined) =>
  httpHandler(
    { access: 'write', cors: true, findKey: findWriteKey, onError: refusalAnswer },
    async ({ request, keyName }, context) => {
      const readBody = () => readJson(request)
      return collectAnswer(await acceptCalls(context, { readBody, type, source: keyName }))
    },
  )

for (const [name, type, letter] of routes) {
  for (const [suffix, address] of [
    ['', name],
    ['-short', letter],
  ] as const) {
    app.http(`collect-${name}${suffix}`, {
      route: `v1/${address}`,
      methods: ['POST', 'OPTIONS'],
      authLevel: 'anonymous',
      handler: collect(type),
    })
  }
}
