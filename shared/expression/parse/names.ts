import { fail, look, take, type Cursor } from './cursor.ts'

/** An OData identifier; longer ones are refused with a code of their own. */
const identifier = /[\p{L}\p{Nl}_][\p{L}\p{Nl}\p{Nd}\p{Mn}\p{Mc}\p{Pc}\p{Cf}]*/uy
/** `Model.Address`, also a plain name. */
const qualified =
  /[\p{L}\p{Nl}_][\p{L}\p{Nl}\p{Nd}\p{Mn}\p{Mc}\p{Pc}\p{Cf}]*(?:\.[\p{L}\p{Nl}_][\p{L}\p{Nl}\p{Nd}\p{Mn}\p{Mc}\p{Pc}\p{Cf}]*)*/uy

export function takeIdentifier(cursor: Cursor): string | undefined {
  return checked(cursor, take(cursor, identifier))
}

export function takeName(cursor: Cursor): string | undefined {
  return checked(cursor, take(cursor, qualified))
}

export function lookName(cursor: Cursor): string | undefined {
  return look(cursor, qualified)
}

function checked(cursor: Cursor, name: string | undefined): string | undefined {
  if (name === undefined || name.length <= cursor.limits.name) return name
  if (!name.split('.').some((part) => part.length > cursor.limits.name)) return name
  const message = `A name has at most ${cursor.limits.name} characters.`
  throw fail(cursor, 'NameTooLong', message, { at: cursor.at - name.length })
}
