import type { Random } from './random.ts'

/** A browser on somebody's device. */
export interface Device {
  readonly userAgent: string
  readonly screen: { readonly width: number; readonly height: number }
}

const webKit = 'AppleWebKit/537.36 (KHTML, like Gecko)'
const safari = 'AppleWebKit/605.1.15 (KHTML, like Gecko)'

const kinds: Readonly<Record<'mobile' | 'tablet' | 'desktop', readonly Device[]>> = {
  mobile: [
    device(
      `Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) ${safari} Version/18.1 Mobile/15E148 Safari/604.1`,
      [390, 844],
    ),
    device(
      `Mozilla/5.0 (iPhone; CPU iPhone OS 17_6 like Mac OS X) ${safari} Version/17.6 Mobile/15E148 Safari/604.1`,
      [375, 812],
    ),
    device(
      `Mozilla/5.0 (Linux; Android 10; K) ${webKit} Chrome/131.0.0.0 Mobile Safari/537.36`,
      [412, 915],
    ),
    device(
      `Mozilla/5.0 (Linux; Android 14; SM-S921B) ${webKit} SamsungBrowser/27.0 Chrome/125.0.0.0 Mobile Safari/537.36`,
      [360, 780],
    ),
  ],
  tablet: [
    device(
      `Mozilla/5.0 (iPad; CPU OS 17_7 like Mac OS X) ${safari} Version/17.7 Mobile/15E148 Safari/604.1`,
      [820, 1180],
    ),
  ],
  desktop: [
    device(
      `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${webKit} Chrome/131.0.0.0 Safari/537.36`,
      [1920, 1080],
    ),
    device(
      `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${webKit} Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0`,
      [1536, 864],
    ),
    device(
      `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${safari} Version/18.1 Safari/605.1.15`,
      [1440, 900],
    ),
    device('Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0', [1920, 1200]),
  ],
}

export type DeviceKind = keyof typeof kinds

export function pickDevice(random: Random, kind: DeviceKind): Device {
  return random.pick(kinds[kind])
}

/** Robots say who they are, or at least that nobody sits before them. */
export const robots: readonly Device[] = [
  device('Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)', [412, 732]),
  device('Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)', [1024, 768]),
  device('Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)', [1024, 768]),
  device(
    `Mozilla/5.0 (X11; Linux x86_64) ${webKit} HeadlessChrome/131.0.0.0 Safari/537.36`,
    [800, 600],
  ),
]

function device(userAgent: string, [width, height]: readonly [number, number]): Device {
  return { userAgent, screen: { width, height } }
}
