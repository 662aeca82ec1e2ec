import type { SearchNode } from '../parse/node.ts'

/** Whether something is what a search asks for, by a test of single words and phrases. */
export function evaluateSearch(
  node: SearchNode,
  has: (text: string, isPhrase: boolean) => boolean,
): boolean {
  switch (node.kind) {
    case 'term':
      return has(node.text, node.isPhrase)
    case 'not':
      return !evaluateSearch(node.operand, has)
    case 'and':
      return node.operands.every((operand) => evaluateSearch(operand, has))
    case 'or':
      return node.operands.some((operand) => evaluateSearch(operand, has))
  }
}
