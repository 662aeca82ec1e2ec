/** What stands inside an element; texts are put in as texts, whatever they hold. */
export type Child = Node | string | undefined

type Attributes = Readonly<Record<string, string | number | boolean | undefined>>

/** Makes an element. Attributes that are `undefined` or `false` are left out. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name)
  for (const [attribute, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue
    made.setAttribute(attribute, value === true ? '' : String(value))
  }
  made.append(...children.filter((child) => child !== undefined))
  return made
}

/** The element of the page with this id, which the server put there. */
export function part<Kind extends HTMLElement = HTMLElement>(
  id: string,
  kind?: new () => Kind,
): Kind {
  const found = document.getElementById(id)
  if (found instanceof (kind ?? HTMLElement)) return found as Kind
  throw new Error(`The page has no #${id}.`)
}

/** Sets a text only where it differs: what does not change is not read out again. */
export function setText(target: Element, text: string): void {
  if (target.textContent !== text) target.textContent = text
}
