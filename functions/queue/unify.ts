import { setTimeout } from 'node:timers/promises'
import { app } from '@azure/functions'
import { eventsQueue, maxDeliveryCount } from '../../shared/platform/azure/create-deployment.ts'
import { queueHandler } from '../../shared/platform/http/queue-handler.ts'
import { createBlobCombiner, type BlobCombiner } from '../../shared/unify/blob-combiner.ts'
import { blobMessageSchema, unifyMessage } from '../../shared/unify/unify-message.ts'
import { unifyBlobs } from '../../shared/unify/unify-blobs.ts'

let combiner: BlobCombiner | undefined

app.serviceBusQueue('unify', {
  queueName: eventsQueue,
  connection: 'PASSERBY_SERVICE_BUS',
  handler: queueHandler(blobMessageSchema, async ({ blob }, context, { deliveryCount, state }) => {
    combiner ??= createBlobCombiner(async (blobs) =>
      unifyBlobs(await state.current('exactly'), blobs),
    )
    await unifyMessage(context, combiner, {
      blob,
      deliveryCount,
      maxDeliveryCount,
      pause: setTimeout,
    })
  }),
})
