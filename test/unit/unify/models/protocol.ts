import type { Facts } from './facts.ts'
import type { Call, Content, FactId, Id, MessageRow, NodeRow, ProfileRow } from './storage.ts'

/** Ways to make the protocol simpler; each of them is a mistake. */
export type Simplification =
  | 'home row read after the messages row'
  | 'hint without a raised version'
  | 'hint after the home transaction'
  | 'nothing there, no version raised'
  | 'copy taken out leaves no hints'
  | 'replaced copy stops at once'
  | 'replaced copy reads only itself'
  | 'applied copy goes straight to materialising'
  | 'replaced copies not read'
  | 'previous cleared without ETag'
  | 'profile row read after the facts'
  | 'version read after the facts'
  | 'absent homes not noted'
  | 'no re-validation'
  | 'stubs before profiles'
  | 'former profiles not last'
  | 'profiles written without ETag'
  | 'found debts overwritten'
  | 'only written rows settled'
  | 'debts cleared without ETag'
  | 'exit deletes the member row'
  | 'older version overwrites the member row'
  | 'count in its own transaction'

/** What a phase is told about the world. */
export interface Setting {
  readonly facts: Facts
  readonly without: ReadonlySet<Simplification>
}

/** What a worker knows about the copy it is working on. */
export interface Task {
  readonly fact: FactId
  /** Where it names another winner, this copy is here only because it may have left rows behind. */
  readonly message: MessageRow
}

export interface Applying extends Task {
  /** The home's row as of (a). */
  readonly home: NodeRow
  /** Identifiers that still need a hint. */
  readonly unhinted: readonly Id[]
}

export interface Found {
  readonly id: Id
  readonly row: ProfileRow
}

export interface Planned {
  readonly id: Id
  readonly found: ProfileRow | null
  readonly content: Content
}

export interface Materialising extends Task {
  readonly versions: readonly (readonly [Id, number])[]
  readonly writes: readonly Planned[]
  /** Rows of the component that owe something, as this worker last knew them. */
  readonly owing: readonly Found[]
}

/** The arguments of each phase. A worker stands between two storage calls of exactly one phase. */
export interface Phases {
  decide: { readonly fact: FactId }
  hint: Applying
  applyAtHome: Applying
  takeOut: Task & { readonly left: readonly FactId[] }
  read: Task
  write: Materialising
  validate: Materialising
  settle: Materialising
  finish: Task
}
export type Position = { [P in keyof Phases]: { phase: P; args: Phases[P] } }[keyof Phases]
/** Every yield is one storage call; the end names the next phase. */
export type Running = Generator<Call<unknown>, Position | 'done', unknown>
export type Phase<P extends keyof Phases> = (args: Phases[P], setting: Setting) => Running

export function* call<R>(one: Call<R>): Generator<Call<unknown>, R, unknown> {
  return (yield one) as R
}
