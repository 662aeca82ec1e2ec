import type { NodeId } from '../identity/node-id.ts'

/** One change that other systems may care about; at least once, so `customerId` + `version` tell repeats. */
export type Change =
  | {
      readonly kind: 'membership'
      readonly customerId: NodeId
      readonly version: number
      readonly segment: string
      readonly state: 'in' | 'out'
      readonly known: boolean
      readonly since: string
    }
  | {
      readonly kind: 'idChange'
      readonly customerId: NodeId
      readonly version: number
      readonly from: NodeId
      readonly to: NodeId
      readonly time: string
    }

/** Publishes changes to whoever subscribes to the topic `changes`. */
export interface ChangeFeed {
  publish(changes: readonly Change[]): Promise<void>
}
