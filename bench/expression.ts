import type { Benchmark, BenchResult, Session } from './benchmark.ts'
import { attacks } from './expression/attacks.ts'
import { modelOfShop } from './expression/customers.ts'
import { measureEvaluation } from './expression/measure-evaluation.ts'
import { measureParsing } from './expression/measure-parsing.ts'
import { loadPeers } from './expression/peers.ts'
import { percentile } from './measure/percentile.ts'
import { compileFilter } from '../shared/expression/compile-expression.ts'

/** Parsing and evaluating typical filters on one core, and what hostile ones cost. */
export const expressionBenchmark: Benchmark = { name: 'expression', run }

async function run({ root, quick, say }: Session): Promise<BenchResult> {
  const peers = loadPeers(root)
  if (peers.missing.length > 0)
    say(`expression: without ${peers.missing.join(', ')}: not installed`)
  say('expression: parsing ten filters …')
  const parsing = measureParsing(peers, quick ? 50 : 400)
  say('expression: evaluating them …')
  const evaluation = await measureEvaluation(peers, quick ? 1000 : 20_000)
  say('expression: hostile texts …')
  const [first = 0, ...times] = hostileTimes()
  const worst = Math.max(first, ...times)
  return {
    rows: [
      row('parses', parsing.parsesPerSecond, { atLeast: 20_000 }),
      row('parses, checks and compiles', parsing.compilesPerSecond, { atLeast: 5000 }),
      row('rows', evaluation.rowsPerSecond, { atLeast: 500_000 }),
      {
        name: 'expression: 8 KiB of the worst attack',
        value: worst,
        unit: 'ms',
        budget: { atMost: 100 },
      },
    ],
    matrices: [parsing.matrix, evaluation.matrix],
  }
}

function row(what: string, value: number, budget: { atLeast: number }) {
  return { name: `expression: ${what} a second, ten filters`, value, unit: '1/s', budget }
}

/** The usual time of each attack, from the text to the answer for a row or the refusal. */
function hostileTimes(): number[] {
  const settings = { model: modelOfShop }
  return Object.values(attacks).map((text) => {
    const times = Array.from({ length: 5 }, () => {
      const start = performance.now()
      try {
        compileFilter(text, settings).prepare({ now: 0 })({ age: 1, UnifiedActivity: [{}, {}] })
      } catch {
        // Most are refused, which is what is measured.
      }
      return performance.now() - start
    })
    return percentile(times, 0.5)
  })
}
