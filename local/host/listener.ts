/** A source of invocations: the HTTP server, a Service Bus receiver, a timer. */
export interface Listener {
  /** Takes nothing new; resolves when everything it took is done. */
  drain(): Promise<void>
  /** Gives up what is still under way and frees connections. Called after `drain`. */
  close(): Promise<void>
}
