/** Reads the address of a Passerby: without slashes at the end; `undefined` for what is none. */
export function readUrl(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined
  const url = new URL(text)
  return /^https?:$/.test(url.protocol) ? url.href.replace(/\/+$/, '') : undefined
}
