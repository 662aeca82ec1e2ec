/** Lengths of time in milliseconds. */
export const hourMs = 60 * 60_000
export const dayMs = 24 * hourMs
