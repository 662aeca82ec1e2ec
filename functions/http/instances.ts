import { listOf } from '../../shared/platform/http/list-of.ts'
import { jsonRoute } from '../../shared/platform/http/route.ts'
import { instances, instanceSchema } from '../../shared/workspace/instances.ts'

jsonRoute(
  {
    name: 'instances',
    method: 'GET',
    path: 'v1/instances',
    access: 'read',
    docs: {
      tag: 'State',
      summary: 'The instances of this deployment',
      answer: { description: 'Instances', schema: listOf(instanceSchema) },
    },
  },
  () => Promise.resolve({ value: [...instances] }),
)
