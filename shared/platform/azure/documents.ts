/** Texts by name that are written once: what the workspace needs of Blob storage. */
export interface Documents {
  read(name: string): Promise<string | undefined>
  /** Writes where there is nothing of this name. */
  insert(name: string, text: string): Promise<void>
}
