import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { withoutChromium } from '../setup/chromium.ts'
import { readBlocks } from './doc-blocks.ts'
import { closePages } from './docs/browser-page.ts'
import { runStep } from './docs/run-step.ts'
import { toSteps } from './docs/steps.ts'
import { startRuntime, type Runtime } from './runtime.ts'

/** The last ones change what the others rely on. */
const pages = [
  ...['concepts', 'collect', 'lookup', 'identity', 'attributes', 'from-segment'],
  ...['definitions', 'operate'],
].map((name) => `docs/${name}.md`)

/**
 * Every block of a page is done in its order, as a reader would, and answers as the page shows. A
 * block that is not run is an error of `toSteps`; there is none that needs an exception.
 */
describe('the documentation', () => {
  let runtime: Runtime

  beforeAll(async () => {
    runtime = await startRuntime()
  })
  afterAll(() => runtime.dispose())

  describe.each(pages)('%s', (page) => {
    let folder: string
    const steps = toSteps(readBlocks(page))

    beforeAll(async () => {
      folder = await mkdtemp(path.join(tmpdir(), 'passerby-docs-'))
    })
    afterAll(async () => {
      await closePages()
      await rm(folder, { recursive: true, force: true })
    })

    steps.forEach((step, index) => {
      // What a page in a browser has sent is asked for by the step behind it.
      const needsBrowser = [step, steps[index - 1]].some((near) => near?.kind === 'browser')
      const [first = ''] = step.block.content.split('\n')
      it.skipIf(needsBrowser && withoutChromium)(
        `line ${step.block.line}: ${first}`,
        () => runStep(step, { url: runtime.url, folder }),
        60_000,
      )
    })
  })
})
