import { connect, createServer } from 'node:net'

/** True when this process may listen on that port now. */
export async function isFree(host: string, port: number): Promise<boolean> {
  const server = createServer()
  try {
    return await new Promise<boolean>((resolve, reject) => {
      server.once('error', (error: NodeJS.ErrnoException) => {
        if (error.code === 'EADDRINUSE') resolve(false)
        else reject(error)
      })
      server.listen({ host, port, exclusive: true }, () => resolve(true))
    })
  } finally {
    await new Promise<void>((resolve) => server.close(() => resolve()))
  }
}

/** True when somebody accepts connections there. */
export async function answers(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port })
    const settle = (answer: boolean): void => {
      socket.destroy()
      resolve(answer)
    }
    socket.setTimeout(1_000, () => settle(false))
    socket.once('connect', () => settle(true))
    socket.once('error', () => settle(false))
  })
}

// Below the ranges that systems take the ports of outgoing connections from: such a connection
// could hold a part's port at the moment the part is restarted.
const lowestPort = 20_000
const highestPort = 32_000

/** Different free ports, to be kept for the whole life of a runtime. */
export async function pickPorts(
  count: number,
  { host, random }: { host: string; random: () => number },
): Promise<number[]> {
  const picked = new Set<number>()
  for (let attempt = 0; picked.size < count; attempt += 1) {
    if (attempt > 1_000) throw new Error(`no free port between ${lowestPort} and ${highestPort}`)
    const port = lowestPort + Math.floor(random() * (highestPort - lowestPort))
    if (!picked.has(port) && (await isFree(host, port))) picked.add(port)
  }
  return [...picked]
}
