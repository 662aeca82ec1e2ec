import type { Documents } from '../../shared/platform/azure/documents.ts'

/** Documents in memory. */
export function memoryDocuments(): Documents & { readonly texts: Map<string, string> } {
  const texts = new Map<string, string>()
  return {
    texts,
    read: (name) => Promise.resolve(texts.get(name)),
    insert: (name, text) => {
      if (!texts.has(name)) texts.set(name, text)
      return Promise.resolve()
    },
  }
}
