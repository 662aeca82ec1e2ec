import { readDuration } from '../values/duration.ts'

const words: ReadonlyMap<string, string> = new Map([
  ['nan', 'Write NaN.'],
  ['infinity', 'Write INF.'],
  ['inf', 'Write INF.'],
  ['nil', 'Write null.'],
  ['none', 'Write null.'],
  ['undefined', 'Write null.'],
  ['empty', "Write null, or '' for a text without letters."],
  ['yes', 'Write true.'],
  ['no', 'Write false.'],
  ['today', 'Write date(now()).'],
  ['yesterday', "Write date(now()) sub duration'P1D'."],
  ['and', 'A condition is missing beside it.'],
  ['or', 'A condition is missing beside it.'],
])

/** What a name means that stands alone and is none: a word of another language, or a text. */
export function wordHint(name: string): string {
  const known = words.get(name.toLowerCase())
  if (known !== undefined) return known
  if (readDuration(name) !== undefined) return `Write duration'${name}'.`
  return `If it is a text, write '${name}'.`
}

const functions: ReadonlyMap<string, string> = new Map([
  ['lower', 'Write tolower(…).'],
  ['lcase', 'Write tolower(…).'],
  ['upper', 'Write toupper(…).'],
  ['ucase', 'Write toupper(…).'],
  ['len', 'Write length(…).'],
  ['count', 'Write UnifiedActivity/$count.'],
  ['substr', 'Write substring(text,start,length).'],
  ['substringof', 'Write contains(text,part).'],
  ['includes', 'Write contains(text,part).'],
  ['has', 'Write contains(text,part).'],
  ['like', 'Write contains(text,part), startswith or endswith.'],
  ['regex', "Write matchesPattern(text,'…')."],
  ['regexp', "Write matchesPattern(text,'…')."],
  ['match', "Write matchesPattern(text,'…')."],
  ['matches', "Write matchesPattern(text,'…')."],
  ['if', "Write case(age lt 18: 'young',true: 'adult')."],
  ['iif', "Write case(age lt 18: 'young',true: 'adult')."],
  ['isnull', 'Write property eq null.'],
  ['isempty', "Write property eq null or property eq ''."],
  ['coalesce', 'Write case(a ne null: a,true: b).'],
  ['ifnull', 'Write case(a ne null: a,true: b).'],
  ['today', 'Write date(now()).'],
  ['datediff', 'Write totalseconds(a sub b) div 86400 for days.'],
  ['dateadd', "Write date add duration'P7D'."],
  ['getdate', 'Write now().'],
  ['sum', 'Sums are measures: Customer_Measure/total_spend.'],
  ['avg', 'Averages are measures: Customer_Measure/average_order.'],
])

/** What to write instead of a function of another language. */
export function functionHint(name: string): string | undefined {
  if (!name.includes('.')) return functions.get(name.toLowerCase())
  return 'A function stands before what it is about: tolower(city).'
}
