/** Builds when the sources changed; answers whether anything was built. */
export function buildIfNeeded(): Promise<boolean>
