import { connect, createServer, type Server } from 'node:net'

/** Tells its token to whoever connects, as long as its process lives. */
export interface TokenServer {
  readonly port: number
  close(): void
}

/** Proves that this process lives: unlike a process id, a token is never another process's. */
export async function serveToken(token: string): Promise<TokenServer> {
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy())
    // Kept open: whoever waits for the end of this process sees the connection close.
    socket.write(token)
  })
  const port = await listen(server)
  server.unref()
  return { port, close: () => server.close() }
}

/** True when the process that serves this token lives. */
export async function isAlive(port: number, token: string): Promise<boolean> {
  const life = await openLife(port, token)
  life?.end()
  return life !== undefined
}

/** Resolves when the process that serves this token is gone; false when it outlives `limitMs`. */
export async function waitForEnd(port: number, token: string, limitMs: number): Promise<boolean> {
  const life = await openLife(port, token)
  if (life === undefined) return true
  const timer = setTimeout(() => life.end(), limitMs)
  const ended = await life.ended
  clearTimeout(timer)
  return ended
}

interface Life {
  /** True when the other side ended it. */
  readonly ended: Promise<boolean>
  end(): void
}

async function openLife(port: number, token: string): Promise<Life | undefined> {
  const socket = connect({ host: '127.0.0.1', port })
  let endedHere = false
  const ended = new Promise<boolean>((resolve) => {
    socket.once('error', () => socket.destroy())
    socket.once('close', () => resolve(!endedHere))
  })
  const end = (): void => {
    endedHere = true
    socket.destroy()
  }
  const proven = new Promise<boolean>((resolve) => {
    let heard = ''
    socket.setTimeout(2_000, () => resolve(false))
    socket.on('data', (chunk) => {
      heard += String(chunk)
      if (heard.length >= token.length) resolve(heard === token)
    })
  })
  if (await Promise.race([proven, ended.then(() => false)])) {
    socket.setTimeout(0)
    return { ended, end }
  }
  end()
  return undefined
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      resolve(typeof address === 'object' && address !== null ? address.port : 0)
    })
  })
}
