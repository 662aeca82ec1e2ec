/** Sets of keys that grow together (https://en.wikipedia.org/wiki/Disjoint-set_data_structure). */
export interface DisjointSets {
  /** Makes the sets of two keys one; a key never seen is a set of its own. */
  join(a: string, b: string): void
  /** The key that stands for the set of a key. */
  find(key: string): string
}

export function createDisjointSets(): DisjointSets {
  const parent = new Map<string, string>()
  const find = (key: string): string => {
    let root = key
    for (let up = parent.get(root); up !== undefined; up = parent.get(root)) root = up
    if (root !== key) parent.set(key, root)
    return root
  }
  return {
    find,
    join: (a, b) => {
      const [rootA, rootB] = [find(a), find(b)]
      if (rootA !== rootB) parent.set(rootA, rootB)
    },
  }
}
