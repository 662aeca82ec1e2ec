const PATTERN = /^P(?=\d|T\d)(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/

/**
 * Reads an ISO 8601 duration of days and smaller units (`PT30S`, `P14D`) as milliseconds, or
 * answers `undefined`. Years and months have no fixed length and Service Bus does not take them.
 */
export function parseDuration(text: string): number | undefined {
  const parts = PATTERN.exec(text)
  if (parts === null) return undefined
  const [, ...numbers] = parts
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = numbers.map((number) =>
    Number(number || 0),
  )
  const totalMinutes = (days * 24 + hours) * 60 + minutes
  return Math.round((totalMinutes * 60 + seconds) * 1000)
}
