import { describe, expect, it } from 'vitest'
import {
  planRestart,
  type PartExit,
  type RestartPlan,
} from '../../../../local/supervisor/plan-restart.ts'

const crash: PartExit = {
  code: 1,
  signal: null,
  ranForMs: 200,
  wasReady: false,
  everReady: true,
}

/** What follows each of several equal deaths in a row. */
function plans(exit: PartExit, count: number): RestartPlan[] {
  const all: RestartPlan[] = []
  let failures = 0
  for (let index = 0; index < count; index += 1) {
    const plan = planRestart(failures, exit)
    all.push(plan)
    failures = plan.failures
  }
  return all
}

describe('planRestart', () => {
  it('restarts at once after the first death', () => {
    expect(planRestart(0, crash)).toEqual({ kind: 'restart', delayMs: 0, failures: 1 })
  })

  it('waits longer from death to death, up to three seconds, and gives up at the tenth', () => {
    const delays = plans(crash, 10).map((plan) =>
      plan.kind === 'restart' ? plan.delayMs : 'gives up',
    )
    expect(delays).toEqual([0, 100, 200, 400, 800, 1600, 3000, 3000, 3000, 'gives up'])
  })

  it('starts counting anew after a longer life', () => {
    const plan = planRestart(8, { ...crash, ranForMs: 60_000, wasReady: true })
    expect(plan).toEqual({ kind: 'restart', delayMs: 0, failures: 1 })
  })

  it('never gives up on a serving part that is killed from outside', () => {
    const killed = { ...crash, code: null, signal: 'SIGKILL', wasReady: true }
    expect(plans(killed, 30).every((plan) => plan.kind === 'restart' && plan.delayMs === 0)).toBe(
      true,
    )
  })

  it('counts a crash right after readiness', () => {
    const crashed = { ...crash, code: null, signal: 'SIGSEGV', wasReady: true }
    expect(plans(crashed, 10).at(-1)).toEqual({ kind: 'giveUp', failures: 10 })
  })

  it('gives up early on a part that has never served', () => {
    const plan = plans({ ...crash, everReady: false }, 3).at(-1)
    expect(plan).toEqual({ kind: 'giveUp', failures: 3 })
  })
})
