/** Data that goes with a log line: ids and numbers, never names, e-mails or payloads. */
export type LogFields = Readonly<Record<string, unknown>>

/** Constant lower-case messages, data in fields. `error` means that a person must act. */
export interface Logger {
  debug(message: string, fields?: LogFields): void
  info(message: string, fields?: LogFields): void
  warn(message: string, fields?: LogFields): void
  error(message: string, fields?: LogFields): void
}

type Level = keyof Logger

/** A logger that writes one JSON object a line. */
export function createLogger(write: (level: Level, line: string) => void): Logger {
  const at =
    (level: Level) =>
    (message: string, fields: LogFields = {}): void => {
      write(level, JSON.stringify({ level, message, ...fields }))
    }
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }
}

/** Errors and warnings to standard error, the rest to standard output, debug left out. */
export const consoleLogger = createLogger((level, line) => {
  if (level === 'error' || level === 'warn') console.error(line)
  else if (level === 'info') console.log(line)
})

/** A logger that says nothing, for tests and commands. */
export const silentLogger = createLogger(() => undefined)
