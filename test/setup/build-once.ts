import { buildIfNeeded } from '../../commands/build.mjs'

/** Tests that start processes run the built output, as users do. */
export default async function setup(): Promise<void> {
  await buildIfNeeded()
}
