import { stateInfo, stateInfoSchema } from '../../shared/lookup/state-info.ts'
import { jsonRoute } from '../../shared/platform/http/route.ts'

jsonRoute(
  {
    name: 'state-info',
    method: 'GET',
    path: 'v1/instances/{id}/profilestore/stateinfo',
    access: 'read',
    docs: {
      tag: 'State',
      summary: 'Counts of profiles, activities and events, and the backlog',
      description: 'True to within a minute.',
      answer: { description: 'The state', schema: stateInfoSchema },
    },
  },
  (_incoming, context) => stateInfo(context),
)
