import type { CountryCode } from 'libphonenumber-js/min'
import { ConfigError } from '../platform/errors/errors.ts'

/** A telephone number in the form E.164; `undefined` when the text is none. */
export type NormalizePhone = (text: string) => string | undefined

/**
 * Loads what knows the world's telephone numbers. `region` (ISO 3166-1 alpha-2) is where numbers
 * without a country code belong; without one these are no identifiers. A quarter of a second and
 * some megabytes, hence a chunk of its own that is only loaded where a number may come.
 */
export async function loadNormalizePhone(region?: string): Promise<NormalizePhone> {
  const { isSupportedCountry, parsePhoneNumberFromString } = await import('libphonenumber-js/min')
  if (region !== undefined && !isSupportedCountry(region)) {
    const message = `The telephone region '${region}' must be a country code such as 'DE'.`
    throw new ConfigError({ code: 'InvalidSettings', message })
  }
  const defaultCountry: CountryCode | undefined = region
  return (text) => {
    const number = parsePhoneNumberFromString(text.trim(), {
      ...(defaultCountry !== undefined && { defaultCountry }),
      extract: false,
    })
    return number?.isPossible() === true ? number.number : undefined
  }
}

/** For workspaces, and moments, without telephone numbers. */
export const noPhones: NormalizePhone = () => {
  throw new ConfigError({
    code: 'InvalidSettings',
    message: 'A namespace normalises telephone numbers, and what reads them is not loaded.',
  })
}
