/** The names of attributes ever seen; a workspace keeps a bounded number of undeclared ones. */
export interface AttributeNames {
  /**
   * Notes names that were seen; answers which of them may be stored. A name that was accepted
   * once stays accepted.
   */
  accept(names: ReadonlySet<string>): Promise<ReadonlySet<string>>
  /** All names that are accepted. */
  list(): Promise<ReadonlySet<string>>
}

/** How many undeclared names a workspace keeps; further ones are counted, not stored. */
export const mostAttributeNames = 1000
