import { app } from '@azure/functions'

const record = (timer, context) => console.log(`${context.functionName} ${JSON.stringify(timer)}`)

app.timer('every-minute', { schedule: '0 * * * * *', handler: record })
app.timer('every-second', { schedule: '* * * * * *', handler: record })
