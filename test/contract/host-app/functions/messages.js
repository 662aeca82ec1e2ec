import { app } from '@azure/functions'

/** Prints what arrived; a message may ask for a failure, or for a wait. */
async function record(message, context) {
  console.log(
    `message ${JSON.stringify({ function: context.functionName, message, metadata: context.triggerMetadata })}`,
  )
  if (message?.waitMs) await new Promise((resolve) => setTimeout(resolve, message.waitMs))
  if (message?.fail) throw new Error('asked to fail')
  console.log(`message done ${JSON.stringify(message)}`)
}

app.serviceBusQueue('on-queue', {
  connection: 'TEST_BUS',
  queueName: '%QUEUE_NAME%',
  handler: record,
})

app.serviceBusTopic('on-topic', {
  connection: 'TEST_BUS',
  topicName: 'news',
  subscriptionName: 'all',
  handler: record,
})
