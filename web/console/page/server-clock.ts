/** The server's clock: a runtime may be set to another time, and machines differ. */
export interface ServerClock {
  now(): number
  /** Takes over what the server says the time is. */
  adjust(serverTime: string): void
}

export function createServerClock(): ServerClock {
  let offset = 0
  return {
    now: () => Date.now() + offset,
    adjust: (serverTime) => {
      const time = Date.parse(serverTime)
      if (!Number.isNaN(time)) offset = time - Date.now()
    },
  }
}
