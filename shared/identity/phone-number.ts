import type { CountryCode } from 'libphonenumber-js/min'
import { ConfigError, TransientError } from '../platform/errors/errors.ts'

/** A telephone number in one form for all spellings; `undefined` when the text is none. */
export type NormalizePhone = (text: string) => string | undefined

/** What reads telephone numbers, which takes megabytes: loaded when the first number comes. */
export interface PhoneNumbers {
  /** Throws `PhonesNotLoaded` before it is loaded. */
  readonly normalize: NormalizePhone
  readonly load: () => Promise<void>
}

/**
 * A telephone number came before what reads it was loaded. Loading has begun, so the same call
 * may succeed when it is tried again.
 */
export class PhonesNotLoaded extends TransientError {
  constructor() {
    super({ code: 'StillLoading', message: 'What reads telephone numbers is still being loaded.' })
  }
}

/** Reads telephone numbers of a region; nothing is loaded yet. */
export function lazyPhones(region?: string): PhoneNumbers {
  let normalize: NormalizePhone | undefined
  let loading: Promise<void> | undefined
  const load = (): Promise<void> => {
    loading ??= loadNormalizePhone(region).then((loaded) => {
      normalize = loaded
    })
    loading.catch(() => (loading = undefined))
    return loading
  }
  return {
    normalize: (text) => {
      if (normalize !== undefined) return normalize(text)
      void load().catch(() => undefined)
      throw new PhonesNotLoaded()
    },
    load,
  }
}

/** Does what may meet a telephone number; what reads these is loaded once one comes. */
export async function withPhones<T>(
  { loadPhones }: { readonly loadPhones: () => Promise<void> },
  work: () => T,
): Promise<T> {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof PhonesNotLoaded)) throw error
    await loadPhones()
    return work()
  }
}

/**
 * Loads what knows the world's telephone numbers. `region` (ISO 3166-1 alpha-2) is where numbers
 * without a country code belong. A number that is possible becomes E.164, as `+491711234567`; any
 * other text that looks like one is reduced to its digits: it finds whoever sent the same digits,
 * and is never taken for a number of some country. The rest is no number.
 */
export async function loadNormalizePhone(region?: string): Promise<NormalizePhone> {
  const { isSupportedCountry, parsePhoneNumberFromString } = await import('libphonenumber-js/min')
  if (region !== undefined && !isSupportedCountry(region)) {
    const message = `The telephone region '${region}' must be a country code such as 'DE'.`
    throw new ConfigError({ code: 'InvalidSettings', message })
  }
  const defaultCountry: CountryCode | undefined = region
  const parse = (text: string): string | undefined => {
    const number = parsePhoneNumberFromString(text, {
      ...(defaultCountry !== undefined && { defaultCountry }),
      extract: false,
    })
    return number?.isPossible() === true ? number.number : undefined
  }
  return (text) => {
    const bare = bareNumber(text)
    return parse(text.trim()) ?? (bare === undefined ? undefined : (parse(bare) ?? bare))
  }
}

/** What people write between the digits of a number. */
const separators = /[\s()./\p{Pd}\u2060\u200b]/gu
/** Shorter ones are numbers of a street or a house as well; E.164 ends at 15. */
const looksLikeNumber = /^\+?\d{7,15}$/

function bareNumber(text: string): string | undefined {
  const bare = text.replace(separators, '')
  return looksLikeNumber.test(bare) ? bare : undefined
}

/** For workspaces without telephone numbers. */
export const noPhones: PhoneNumbers = {
  normalize: () => {
    throw new ConfigError({
      code: 'InvalidSettings',
      message: 'A namespace normalises telephone numbers, and what reads them is not loaded.',
    })
  },
  load: () => Promise.resolve(),
}
