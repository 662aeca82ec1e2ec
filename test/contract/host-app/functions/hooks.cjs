const { app } = require('@azure/functions')

app.hook.appStart(() => console.log('hook appStart'))
app.hook.appTerminate(() => console.log('hook appTerminate'))

app.hook.preInvocation((context) => {
  if (context.invocationContext.functionName !== 'hooked') return
  context.hookData.seen = 'seen before'
})

app.hook.postInvocation((context) => {
  if (context.invocationContext.functionName !== 'hooked') return
  context.result = { body: `${context.hookData.seen}, replaced after` }
  context.error = null
})

app.http('hooked', {
  route: 'hooked',
  methods: ['GET'],
  authLevel: 'anonymous',
  handler: () => {
    throw new Error('a hook clears this')
  },
})
