import { chooseLines, moreLine } from './choose-lines.ts'
import type { Entry } from './feed.ts'
import { formatEntry, formatNote, type Look } from './format-entry.ts'
import type { News } from './news.ts'
import { plainJson } from '../terminal/plain-text.ts'
import type { TailInputs } from './tail.ts'

const linesPerSecond = 20

interface Showing {
  /** Passerby's time since the last news. */
  readonly passedMs: number
  readonly json: boolean
  readonly inputs: Pick<TailInputs, 'write' | 'say' | 'look'>
}

/** Shows news: as JSON all of them, for people as many as they can read. */
export async function showNews(news: News, { passedMs, json, inputs }: Showing): Promise<void> {
  const seconds = Math.max(1, passedMs / 1000)
  const most = json ? Infinity : Math.round(linesPerSecond * seconds)
  const { entries, accepted, rejected } = chooseLines(news, most)
  await inputs.write(entries.map((entry) => entryLine(entry, json, inputs.look())).join(''))
  if (accepted + rejected === 0) return
  const more = moreLine({ accepted, rejected }, seconds)
  if (json) inputs.say(more)
  else await inputs.write(formatNote(`${more}\n`, inputs.look()))
}

export function entryLine(entry: Entry, json: boolean, look: Look): string {
  return json ? `${plainJson(entry)}\n` : `${formatEntry(entry, look)}\n`
}
