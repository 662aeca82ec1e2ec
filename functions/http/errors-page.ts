import { errorsPage } from '../../shared/platform/http/errors-page.ts'
import { httpRoute } from '../../shared/platform/http/route.ts'

httpRoute({ name: 'errors-page', method: 'GET', path: 'docs/errors.md', access: 'public' }, () =>
  Promise.resolve(errorsPage()),
)
