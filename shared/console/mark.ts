import { Html } from './html.ts'

/** A ring and a disc: who is unknown, and who is known. */
const shapes =
  '<circle cx="8.5" cy="12" r="6" fill="none" stroke="currentColor" stroke-width="2" ' +
  'stroke-dasharray="3.2 2.2"/><circle cx="16" cy="12" r="6" fill="currentColor"/>'

/** The mark, in the colour of the text around it. */
export const mark = new Html(
  `<svg class="mark" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">${shapes}</svg>`,
)

const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" color="#0f766e">${shapes}</svg>`

/** The mark as the address of an image. */
export const iconAddress = `data:image/svg+xml,${encodeURIComponent(icon)}`
