/** Wakes a worker that carries a job on. Losing a message loses nothing: the timer sends it again. */
export interface JobQueue {
  wake(jobId: string): Promise<void>
  /** Takes the dead messages about log blobs out of the queue; answers the blobs. */
  drainDeadBlobs(): Promise<string[]>
}
