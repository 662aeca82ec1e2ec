import type { ScheduleStatus } from './schedule-status.ts'

/** Keeps the status of one timer over restarts. Rejects while the storage cannot be reached. */
export interface StatusStore {
  read(): Promise<ScheduleStatus | undefined>
  write(status: ScheduleStatus): Promise<void>
}

/** The right to run one timer, which one host at a time has. */
export interface Lease {
  /** Aborts when the lease is lost. */
  readonly lost: AbortSignal
  release(): Promise<void>
}

export interface Singleton {
  /** Resolves with undefined while another host has the lease; rejects without storage. */
  tryAcquire(): Promise<Lease | undefined>
}
