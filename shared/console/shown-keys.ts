/** Keys to fill into examples. */
export interface ShownKeys {
  readonly write: string
  readonly read: string
}

interface KeySettings {
  /** True on a developer's machine. */
  readonly local: boolean
  readonly writeKeys: readonly { readonly key: string }[]
  readonly readKeys: readonly { readonly key: string }[]
}

/** Only keys that everybody knows anyway are shown; a place is held for all others. */
export function keysToShow({ local, writeKeys, readKeys }: KeySettings): ShownKeys {
  const shown = (keys: KeySettings['writeKeys'], published: string): string | undefined =>
    local && keys.some(({ key }) => key === published) ? published : undefined
  return {
    write: shown(writeKeys, 'local-write-key') ?? 'YOUR_WRITE_KEY',
    read: shown(readKeys, 'local-read-key') ?? 'YOUR_READ_KEY',
  }
}
