import type { SearchNode } from '../parse/node.ts'

/** The canonical text of a search. */
export function printSearch(node: SearchNode): string {
  switch (node.kind) {
    case 'term':
      if (node.isPhrase) return `"${node.text.replace(/["\\]/g, '\\$&')}"`
      return isPlainWord(node.text) ? node.text : `'${node.text}'`
    case 'not':
      return `NOT ${inBrackets(node.operand)}`
    case 'and':
    case 'or':
      return node.operands.map(inBrackets).join(node.kind === 'and' ? ' AND ' : ' OR ')
  }
}

/** Words that could be taken for something else stand in quotes. */
function isPlainWord(text: string): boolean {
  return !/[\s()";]|^'|^(?:AND|OR|NOT)$/.test(text)
}

function inBrackets(node: SearchNode): string {
  const text = printSearch(node)
  return node.kind === 'and' || node.kind === 'or' ? `(${text})` : text
}
