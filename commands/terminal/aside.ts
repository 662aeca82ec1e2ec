/** What a command line may say instead of asking for the command's work. */
export type Aside =
  { readonly kind: 'help' } | { readonly kind: 'refused'; readonly message: string }

export function refused(message: string): Aside {
  return { kind: 'refused', message }
}

/** Reads a command line; `parseArgs` explains itself: an unknown option, or one without its value. */
export function orRefused<T>(read: () => T): T | Aside {
  try {
    return read()
  } catch (error) {
    return refused(error instanceof Error ? error.message : String(error))
  }
}

/** Shows the help, or why the command line cannot be understood. */
export function answerAside(aside: Aside, helpText: string): void {
  if (aside.kind === 'help') return console.log(helpText)
  console.error(aside.message)
  process.exitCode = 1
}
