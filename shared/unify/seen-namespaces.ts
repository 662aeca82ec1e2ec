/** The namespaces of which an event ever had a value. */
export interface SeenNamespaces {
  /** Notes namespaces before anything is stored about their identifiers; true when one is new. */
  note(names: ReadonlySet<string>): Promise<boolean>
  list(): Promise<ReadonlySet<string>>
}
