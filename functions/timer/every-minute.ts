import { app } from '@azure/functions'
import { everyMinute } from '../../shared/jobs/every-minute.ts'
import { appState } from '../../shared/platform/http/app-state.ts'

app.timer('every-minute', {
  schedule: '0 * * * * *',
  handler: async () => {
    const { current } = await appState()
    await everyMinute(await current('exactly'))
  },
})
