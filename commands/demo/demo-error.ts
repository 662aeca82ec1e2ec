/** Why the demo cannot go on; the message is for the user. */
export class DemoError extends Error {
  override readonly name: string = 'DemoError'
}

/** Nobody answers at the address. */
export class NoAnswerError extends DemoError {
  override readonly name = 'NoAnswerError'
}
