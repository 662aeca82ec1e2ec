import type { QueueRules } from '../../../../local/broker/entities/read-entities.ts'

export function someRules(rules: Partial<QueueRules> = {}): QueueRules {
  return {
    path: 'orders',
    lockDuration: 30_000,
    maxDeliveryCount: 10,
    timeToLive: Infinity,
    deadLetterExpired: true,
    duplicateWindow: undefined,
    ...rules,
  }
}
