const forPictures = /[\u0000-\u001f]/g
/** What moves the cursor, turns text around or cannot be seen: other controls, formats, lone halves of pairs. */
const unseen = /[\u007f-\u009f\u2028\u2029]|(?!\u200d)\p{Cf}|\p{Cs}|\p{Co}|\p{Cn}/gu

/**
 * Text from strangers as it may be written to a terminal: no control or formatting character is
 * left in it but the joiner of emoji. ASCII controls become their pictures (ESC is ␛), others �.
 */
export function plainText(text: string): string {
  return text
    .replace(forPictures, (control) => String.fromCharCode(0x2400 + control.charCodeAt(0)))
    .replace(unseen, '\ufffd')
}

const forJson = /[\u007f-\u009f\u2028\u2029]|\p{Cf}|\p{Cs}/gu

/** JSON on one line whose bytes may be written to a terminal; it means the same. */
export function plainJson(value: unknown): string {
  return JSON.stringify(value).replace(forJson, (character) =>
    Array.from({ length: character.length }, (_, index) =>
      escapeUnit(character.charCodeAt(index)),
    ).join(''),
  )
}

function escapeUnit(unit: number): string {
  return `\\u${unit.toString(16).padStart(4, '0')}`
}
