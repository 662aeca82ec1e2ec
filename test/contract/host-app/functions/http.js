import { createHash } from 'node:crypto'
import { app } from '@azure/functions'

/** Registers a function that is reached by anyone. */
function open(name, route, methods, handler) {
  app.http(name, { route, methods, authLevel: 'anonymous', handler })
}

/** What a function was given, as JSON. */
async function echo(request, context) {
  const bytes = Buffer.from(await request.arrayBuffer())
  return {
    jsonBody: {
      function: context.functionName,
      method: request.method,
      url: request.url,
      params: { ...request.params },
      query: Object.fromEntries(request.query),
      headers: Object.fromEntries(request.headers),
      length: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    },
  }
}

open('echo', 'echo', ['GET', 'POST', 'PUT'], echo)
open('no-route', undefined, ['GET'], echo)
open('z-literal', 'things/special', ['GET'], echo)
open('thing', 'things/{id}', ['GET'], echo)
open('thing-part', 'things/{id}/parts/{part?}', ['GET'], echo)
open('number', 'numbers/{n:int}', ['GET'], echo)
open('letters', 'letters/{text:alpha:length(2,4)}', ['GET'], echo)
open('pattern', 'patterns/{text:regex(^\\d{{3}}$)}', ['GET'], echo)
open('id', 'ids/{id:guid}', ['GET'], echo)
open('rest', 'files/{*rest}', ['GET'], echo)
open('mixed', 'rows({key})', ['GET'], echo)
open('put-only', 'things/{id}', ['PUT'], echo)
open('with-head', 'with-head', ['GET', 'HEAD'], () => ({ body: 'hello' }))

open('nothing', 'nothing', ['GET'], () => undefined)
open('created', 'created', ['GET'], () => ({
  status: 201,
  body: 'made',
  headers: { 'x-own': 'yes', 'content-type': 'text/csv' },
}))
open('empty', 'empty', ['GET'], () => ({ status: 200 }))
open('teapot', 'teapot', ['GET'], () => ({ status: 418, jsonBody: { tea: true } }))
open('no-content', 'no-content', ['GET'], () => ({ status: 204, body: 'ignored' }))
open('bytes', 'bytes', ['GET'], () => ({ body: new Uint8Array([0, 255, 128, 10, 13]) }))
open('cookies', 'cookies', ['GET'], () => ({
  body: 'ok',
  cookies: [
    { name: 'a', value: 'b c', maxAge: 60, sameSite: 'Lax', httpOnly: true, secure: true },
    { name: 'plain', value: '1' },
  ],
}))
open('throws', 'throws', ['GET'], () => {
  throw new Error('first line\nsecond line')
})
open('bad-result', 'bad-result', ['GET'], () => 'text is no response')
open('bad-status', 'bad-status', ['GET'], () => ({ status: 99 }))
open('logs', 'logs', ['GET'], (_request, context) => {
  context.debug('log at debug')
  context.log('log at information')
  context.error('log at error')
  return { jsonBody: context.invocationId }
})
open('slow', 'slow', ['GET'], async () => {
  console.log('slow started')
  await new Promise((resolve) => setTimeout(resolve, 300))
  return { body: 'done' }
})
open('register-late', 'register-late', ['GET'], () => {
  try {
    open('late', 'late', ['GET'], echo)
    return { body: 'registered' }
  } catch (error) {
    return { body: error.message }
  }
})
open('settings', 'settings', ['GET'], () => ({
  jsonBody: {
    fromFile: process.env.FROM_FILE,
    fromBoth: process.env.FROM_BOTH,
    environment: process.env.AZURE_FUNCTIONS_ENVIRONMENT,
  },
}))
open('switched-off', 'switched-off', ['GET'], echo)
open('reject-later', 'reject-later', ['GET'], () => {
  void Promise.reject(Object.assign(new Error('link gone'), { name: 'ServiceBusError' }))
  return { body: 'ok' }
})

open('crash-later', 'crash-later', ['GET'], () => {
  void Promise.reject(new Error('a bug of the app'))
  return { body: 'ok' }
})

app.http('guarded', { route: 'guarded', methods: ['GET'], authLevel: 'function', handler: echo })
