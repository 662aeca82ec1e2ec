import { describe, expect, it } from 'vitest'
import { ValidationError } from '../../../shared/platform/errors/errors.ts'
import {
  previewAttribute,
  type AttributePreview,
} from '../../../shared/workspace/preview-attributes.ts'
import { aCall } from '../../factories/calls.ts'
import { memoryDeployment } from '../rebuild/deployment.ts'

async function preview(name: string, body: object): Promise<AttributePreview> {
  const deployment = memoryDeployment()
  const identify = (messageId: string, userId: string, traits: object) => ({
    call: aCall({ type: 'identify', messageId, userId, anonymousId: `of-${userId}`, traits }),
  })
  await deployment.receive([
    identify('i1', 'ann', { city: 'Bonn', age: '41' }),
    identify('i2', 'ann', { city: 'Ulm' }),
    identify('i3', 'bob', { age: 'old' }),
    { call: aCall({ messageId: 'm1', anonymousId: 'nobody' }) },
  ])
  return previewAttribute(await deployment.current(), { name, body })
}

describe('a preview of an attribute', () => {
  it('tells which profiles would show another value', async () => {
    expect(await preview('city', { survivorship: 'leastRecent' })).toEqual({
      ...{ changed: 1, lost: 0, unchanged: 2, examined: 3, complete: true },
      sample: [{ customerId: expect.any(String) as string, name: 'city', from: 'Ulm', to: 'Bonn' }],
      ...{ applies: 'recluster', warnings: [] },
    })
  })

  it('tells how many would lose a value that is none of the type', async () => {
    const { sample, ...figures } = await preview('age', { type: 'Edm.Int32' })
    expect(figures).toMatchObject({ changed: 2, lost: 1, unchanged: 1, applies: 'recluster' })
    expect(sample.map(({ from, to }) => ({ from, to }))).toEqual(
      expect.arrayContaining([
        { from: '41', to: 41 },
        { from: 'old', to: null },
      ]),
    )
  })

  it('warns of a name that no event ever had, with the nearest one', async () => {
    const { changed, warnings } = await preview('citty', {})
    expect(changed).toBe(0)
    expect(warnings).toEqual(["No event ever had a trait 'citty': did you mean 'city'?"])
  })

  it('refuses a definition as a PUT does', async () => {
    await expect(preview('city', { type: 'Edm.Nothing' })).rejects.toThrow(ValidationError)
  })
})
