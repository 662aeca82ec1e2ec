interface Rendered {
  readonly key: string
  readonly version: string
}

export interface Row<Item> {
  /** Tells items apart. */
  keyOf(item: Item): string
  /** Changes when the item has to be rendered anew. */
  versionOf(item: Item): string
  render(item: Item): HTMLElement
}

const rendered = new WeakMap<Element, Rendered>()

/**
 * Makes the children of an element those of the items, in their order. What is there already stays
 * the same element in place, so that focus, selection and opened details survive.
 */
export function reconcile<Item>(parent: HTMLElement, items: readonly Item[], row: Row<Item>): void {
  const kept = keepWanted(parent, new Map(items.map((i) => [row.keyOf(i), row.versionOf(i)])))
  let next = parent.firstElementChild
  for (const item of items) {
    const key = row.keyOf(item)
    const there = kept.get(key)
    if (there !== undefined && there === next) {
      next = next.nextElementSibling
      continue
    }
    const placed = there ?? row.render(item)
    rendered.set(placed, { key, version: row.versionOf(item) })
    parent.insertBefore(placed, next)
  }
}

/** Removes what is wanted no more; answers the rest by key. */
function keepWanted(
  parent: HTMLElement,
  wanted: ReadonlyMap<string, string>,
): ReadonlyMap<string, Element> {
  const kept = new Map<string, Element>()
  for (const child of [...parent.children]) {
    const known = rendered.get(child)
    if (known !== undefined && wanted.get(known.key) === known.version) kept.set(known.key, child)
    else child.remove()
  }
  return kept
}
