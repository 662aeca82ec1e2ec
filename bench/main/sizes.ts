/** How much is measured of each thing. */
export interface Sizes {
  /** Repetitions of one storage request. */
  readonly rawRuns: number
  /** Requests to collect, one after the other and in flight together, for each batch size. */
  readonly collectRuns: number
  /** Blobs counted of each kind of traffic. */
  readonly countedBlobs: number
  /** Blobs of a backlog that unify works off. */
  readonly backlogBlobs: number
  readonly freshnessSeconds: number
  readonly lookUps: number
  readonly coldStarts: number
}

export const fullSizes: Sizes = {
  rawRuns: 80,
  collectRuns: 60,
  countedBlobs: 3,
  backlogBlobs: 32,
  freshnessSeconds: 20,
  lookUps: 200,
  coldStarts: 5,
}

export const quickSizes: Sizes = {
  rawRuns: 16,
  collectRuns: 12,
  countedBlobs: 1,
  backlogBlobs: 8,
  freshnessSeconds: 2,
  lookUps: 40,
  coldStarts: 1,
}
