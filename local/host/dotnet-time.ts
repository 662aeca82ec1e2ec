/** The last moment .NET can tell, for a message that never expires. */
const lastDateTime = '9999-12-31T23:59:59.9999999'

/** A UTC time as .NET writes a `DateTime` of unspecified kind: without a zone or idle zeros. */
export function dotNetDateTime(ms: number): string {
  if (ms > Date.parse(lastDateTime)) return lastDateTime
  return new Date(ms).toISOString().replace(/(?:\.000|(\.\d*?)0*)Z$/, '$1')
}

/** A UTC time as .NET writes a `DateTimeOffset`. */
export function dotNetDateTimeOffset(ms: number): string {
  return `${dotNetDateTime(ms)}+00:00`
}
