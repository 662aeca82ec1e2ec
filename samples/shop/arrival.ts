import type { Random } from './random.ts'

/** How somebody comes to the shop. */
export interface Arrival {
  readonly referrer: string
  /** Campaign parameters of the address, as analytics libraries put them into `context`. */
  readonly campaign?: {
    readonly source: string
    readonly medium: string
    readonly name: string
  }
}

const ways: Readonly<Record<string, readonly Arrival[]>> = {
  direct: [{ referrer: '' }],
  organicSearch: [
    { referrer: 'https://www.google.com/' },
    { referrer: 'https://www.google.com/' },
    { referrer: 'https://www.bing.com/' },
    { referrer: 'https://duckduckgo.com/' },
  ],
  paidSearch: [
    {
      referrer: 'https://www.google.com/',
      campaign: { source: 'google', medium: 'cpc', name: 'leather-shoes' },
    },
    {
      referrer: 'https://www.google.com/',
      campaign: { source: 'google', medium: 'cpc', name: 'brand' },
    },
  ],
  social: [
    { referrer: 'https://www.instagram.com/' },
    {
      referrer: 'https://l.instagram.com/',
      campaign: { source: 'instagram', medium: 'paid_social', name: 'autumn-boots' },
    },
    { referrer: 'https://www.facebook.com/' },
  ],
  email: [
    { referrer: '', campaign: { source: 'newsletter', medium: 'email', name: 'new-arrivals' } },
  ],
  referral: [
    { referrer: 'https://www.hikingblog.example/best-boots' },
    { referrer: 'https://forum.trailrun.example/t/482' },
  ],
}

export function pickArrival(random: Random): Arrival {
  const weights = {
    ...{ direct: 25, organicSearch: 34, paidSearch: 14 },
    ...{ social: 13, email: 9, referral: 5 },
  }
  return random.pick(ways[random.weighted(weights)] ?? [])
}

export const organic: Arrival = { referrer: 'https://www.google.com/' }

/** The part of an address behind the `?` that names the campaign. */
export function campaignQuery({ campaign }: Arrival): string {
  if (campaign === undefined) return ''
  const { source, medium, name } = campaign
  return `?utm_source=${source}&utm_medium=${medium}&utm_campaign=${name}`
}
