'use strict'
// Loaded into Azurite with --require, because Azurite knows nothing of the supervisor: it would
// stop on the Ctrl-C that reaches the whole process group, before the parts that write to it, and
// it would outlive a supervisor that was killed.
const { createServer } = require('node:net')

const stopLimitMs = 10_000

let stopping = false
process.on('SIGTERM', () => {
  if (stopping) return
  stopping = true
  // Azurite saves and then ends by itself; a client that never closes must not keep it.
  setTimeout(() => process.exit(1), stopLimitMs).unref()
  // Azurite listens once it has started; before that there is nothing to save.
  if (process.listenerCount('SIGTERM') === 1) process.exit(0)
})
process.on('disconnect', () => process.emit('SIGTERM'))

for (const signal of ['SIGINT', 'SIGHUP']) process.on(signal, () => undefined)
const { once } = process
process.once = function (event, listener) {
  return event === 'SIGINT' ? process : once.call(process, event, listener)
}

// An open channel would keep the process alive after Azurite has closed everything.
if (process.channel) process.channel.unref()

// The next supervisor on the same folder waits until this process is gone; see data-lock.ts.
const port = Number(process.env.PASSERBY_GUARD_PORT)
if (port > 0) {
  createServer((socket) => {
    socket.on('error', () => socket.destroy())
    socket.unref()
    socket.write(process.env.PASSERBY_GUARD_TOKEN)
  })
    .on('error', (error) => {
      console.error(error.message)
      process.exit(1)
    })
    .listen(port, '127.0.0.1')
    .unref()
}
