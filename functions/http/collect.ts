import { acceptCalls } from '../../shared/collect/accept-calls.ts'
import type { CallType } from '../../shared/collect/call-schema.ts'
import {
  collectAnswer,
  findWriteKey,
  refusalAnswer,
} from '../../shared/platform/http/collect-answers.ts'
import { beaconDocs, collectDocs } from '../../shared/platform/http/collect-docs.ts'
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

const addresses = routes.flatMap(([name, type, letter]) => [
  { name, path: `v1/${name}`, type, docs: collectDocs(type, undefined) },
  { name: `${name}-short`, path: `v1/${letter}`, type, docs: collectDocs(type, name) },
])

// RudderStack's browser library sends its beacons to an address of their own.
const beacon = { name: 'beacon', path: 'beacon/v1/batch', type: undefined, docs: beaconDocs }

for (const { name, path, type, docs } of [...addresses, beacon]) {
  httpRoute(
    {
      ...{ name: `collect-${name}`, method: 'POST', path, docs },
      ...{ access: 'write', cors: true, findKey: findWriteKey, onError: refusalAnswer },
    },
    async ({ request, keyName, docsOf }, context) => {
      const readBody = () => readJson(request)
      const outcome = await acceptCalls(context, { readBody, type, source: keyName })
      return collectAnswer(outcome, docsOf)
    },
  )
}
