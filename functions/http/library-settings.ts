import {
  rudderSourceConfig,
  rudderSourceConfigSchema,
  segmentSettings,
  segmentSettingsSchema,
} from '../../shared/collect/library-settings.ts'
import { findWriteKey } from '../../shared/platform/http/collect-answers.ts'
import { varyByOrigin } from '../../shared/platform/http/public-origin.ts'
import { httpRoute } from '../../shared/platform/http/route.ts'

/** A page asks at every load. Kept by browsers only: the answers name the host asked for. */
const shortly = { 'Cache-Control': 'private, max-age=300', Vary: varyByOrigin }

httpRoute(
  {
    name: 'segment-settings',
    method: 'GET',
    path: 'v1/projects/{writeKey}/settings',
    access: 'write',
    keyParameter: 'writeKey',
    cors: true,
    docs: {
      tag: 'Browser libraries',
      summary: 'What `@segment/analytics-next` asks its `cdnURL` for',
      parameters: { writeKey: { description: 'A write key.', example: 'local-write-key' } },
      answers: {
        200: { description: 'Passerby as the only destination', schema: segmentSettingsSchema },
      },
    },
  },
  async ({ address, parameters: { writeKey = '' } }) => ({
    headers: shortly,
    jsonBody: segmentSettings({ origin: address.origin, writeKey }),
  }),
)

httpRoute(
  {
    name: 'rudder-source-config',
    method: 'GET',
    path: 'sourceConfig',
    access: 'write',
    cors: true,
    findKey: findWriteKey,
    docs: {
      tag: 'Browser libraries',
      summary: 'What `@rudderstack/analytics-js` asks its `configUrl` for',
      description: 'The key by Basic or as `?writeKey=`, as the library sends it.',
      answers: {
        200: { description: 'A source without destinations', schema: rudderSourceConfigSchema },
      },
    },
  },
  async ({ keyName }) => ({ headers: shortly, jsonBody: rudderSourceConfig(keyName) }),
)
