/** A binary heap: `pop` takes out the item that comes before all others. */
export interface Heap<T> {
  readonly size: number
  push(item: T): void
  /** The item that `pop` would take. */
  first(): T | undefined
  pop(): T | undefined
  clear(): void
}

type Before<T> = (a: T, b: T) => boolean

/** Exchanges two items when the one at `child` comes first; answers whether it did. */
function exchange<T>(items: T[], parent: number, child: number, before: Before<T>): boolean {
  const upper = items[parent]
  const lower = items[child]
  if (upper === undefined || lower === undefined || !before(lower, upper)) return false
  items[parent] = lower
  items[child] = upper
  return true
}

function siftUp<T>(items: T[], before: Before<T>): void {
  let index = items.length - 1
  while (index > 0) {
    const parent = (index - 1) >> 1
    if (!exchange(items, parent, index, before)) return
    index = parent
  }
}

function firstChild<T>(items: readonly T[], parent: number, before: Before<T>): number {
  const left = 2 * parent + 1
  const [a, b] = [items[left], items[left + 1]]
  return a !== undefined && b !== undefined && before(b, a) ? left + 1 : left
}

function siftDown<T>(items: T[], before: Before<T>): void {
  let index = 0
  for (;;) {
    const child = firstChild(items, index, before)
    if (!exchange(items, index, child, before)) return
    index = child
  }
}

export function createHeap<T>(before: Before<T>): Heap<T> {
  const items: T[] = []
  return {
    get size() {
      return items.length
    },
    push(item) {
      items.push(item)
      siftUp(items, before)
    },
    first: () => items[0],
    pop() {
      const top = items[0]
      const last = items.pop()
      if (last === undefined || items.length === 0) return top
      items[0] = last
      siftDown(items, before)
      return top
    },
    clear() {
      items.length = 0
    },
  }
}
