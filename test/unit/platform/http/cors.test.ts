import { describe, expect, it } from 'vitest'
import { corsHeaders, preflightHeaders } from '../../../../shared/platform/http/cors.ts'
import { aRequest } from '../../../factories/http-request.ts'

const from = (origin: string) => aRequest({ headers: { origin } })

describe('a page of another origin', () => {
  it('may call from anywhere where every origin is allowed, without credentials', () => {
    const headers = corsHeaders(from('https://shop.example'), ['*'])
    expect(headers).toMatchObject({ 'Access-Control-Allow-Origin': '*', Vary: 'Origin' })
    expect(headers).not.toHaveProperty('Access-Control-Allow-Credentials')
  })

  it('may call with credentials from an origin that is named', () => {
    expect(corsHeaders(from('https://shop.example'), ['https://shop.example'])).toMatchObject({
      'Access-Control-Allow-Origin': 'https://shop.example',
      'Access-Control-Allow-Credentials': 'true',
      Vary: 'Origin',
    })
  })

  it.each(['https://evil.example', 'https://shop.example.evil', 'http://shop.example', 'null'])(
    'may not read the answer from %s, which is not named',
    (origin) => {
      expect(corsHeaders(from(origin), ['https://shop.example'])).toEqual({ Vary: 'Origin' })
    },
  )

  it('is told in a preflight what it may send', () => {
    const asked = { 'access-control-request-headers': 'authorization,content-type' }
    expect(preflightHeaders(aRequest({ headers: asked }))).toMatchObject({
      'Access-Control-Allow-Methods': 'GET, HEAD, POST, OPTIONS',
      'Access-Control-Allow-Headers': 'authorization,content-type',
    })
    expect(preflightHeaders(aRequest())).toMatchObject({
      'Access-Control-Allow-Headers': 'content-type, authorization',
    })
  })
})

it('a request without an origin gets no such headers, and caches are told so', () => {
  expect(corsHeaders(aRequest(), ['*'])).toEqual({ Vary: 'Origin' })
})
