import manifest from '../../package.json' with { type: 'json' }

/** The version of Passerby. */
export const version = manifest.version
