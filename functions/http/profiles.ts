import { app } from '@azure/functions'
import { lookUpProfile } from '../../shared/lookup/look-up-profile.ts'
import { httpHandler } from '../../shared/platform/http/http-handler.ts'
import { readProfileQuery } from '../../shared/platform/http/profile-query.ts'

const profile = httpHandler({ access: 'read' }, async ({ address }, context) => ({
  jsonBody: await lookUpProfile(context, readProfileQuery(address)),
}))

app.http('profile', {
  route: 'v1/profiles/{key}',
  methods: ['GET'],
  authLevel: 'anonymous',
  handler: profile,
})
app.http('profile-by-query', {
  route: 'v1/profiles',
  methods: ['GET'],
  authLevel: 'anonymous',
  handler: profile,
})
