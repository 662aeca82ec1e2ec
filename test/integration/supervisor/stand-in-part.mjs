// A part of the local runtime as small as can be: behaves as its arguments say, speaks the
// supervisor's protocol, and notes what happens to it in a file.
import { appendFileSync } from 'node:fs'
import { createServer } from 'node:http'

const [name, file, behaviour] = process.argv.slice(2)
const note = (event) => appendFileSync(file, `${name} ${event} ${process.pid}\n`)

note('started')
process.on('SIGINT', () => note('interrupted'))
const end = (code) => {
  note('stopped')
  process.exit(code)
}
process.on('disconnect', () => end(0))
process.on('message', (message) => {
  if (message.type === 'stop' && behaviour !== 'never stops') end(0)
})
if (behaviour === 'fails') end(1)

const server = createServer((_request, response) => response.writeHead(404).end())
server.on('error', (error) => {
  console.error(error.message)
  end(1)
})
server.listen(Number(process.env.PORT), '127.0.0.1', () => process.send({ type: 'ready' }))
