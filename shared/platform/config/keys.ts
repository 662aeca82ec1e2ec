/** A key with the name it goes by; the name of a write key is the source of its events. */
export interface NamedKey {
  readonly name: string
  readonly key: string
}

interface KeySetting {
  readonly setting: string
  readonly value: string | undefined
  /** The key that holds on a developer's machine when the setting is absent. */
  readonly localKey: string
  readonly local: boolean
  readonly problems: string[]
}

const minimumLength = 20

/** True for the keys that stand in the documentation and hold on a developer's machine only. */
export function isPublishedKey(key: string): boolean {
  return key === 'local-write-key' || key === 'local-read-key' || key === 'local-admin-key'
}

/**
 * Reads `name:KEY,name2:KEY2` (or bare keys). In Azure an absent, short or `local-…` key is a
 * problem: it would open the deployment to everybody who has read the documentation.
 */
export function parseKeys(input: KeySetting): readonly NamedKey[] {
  const { setting, local, problems } = input
  const given = (input.value ?? '')
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '')
  if (given.length === 0) {
    if (!local) problems.push(`${setting} is missing`)
    return local ? [{ name: 'local', key: input.localKey }] : []
  }
  const keys = given.map(parseNamedKey)
  for (const { key, name } of keys) {
    if (local) continue
    if (key.length < minimumLength) {
      problems.push(`${setting}: key ${name} is shorter than ${minimumLength} characters`)
    } else if (key.startsWith('local-')) {
      problems.push(`${setting}: key ${name} is a local key`)
    }
  }
  return keys
}

function parseNamedKey(text: string): NamedKey {
  const colon = text.indexOf(':')
  if (colon < 1) return { name: 'default', key: text.slice(colon + 1) }
  return { name: text.slice(0, colon).trim(), key: text.slice(colon + 1).trim() }
}
