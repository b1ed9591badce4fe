export type Attributes = Readonly<Record<string, string | number | boolean | null>>;
export type Child = Node | string | null;

function fill(node: Element, attributes: Attributes, children: readonly Child[]): void {
  for (const [name, value] of Object.entries(attributes)) setAttribute(node, name, value);
  node.append(...children.filter((child) => child !== null));
}

/** An HTML element. An attribute of `true` is present without a value, one of `false` or `null` absent. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const node = document.createElement(tag);
  fill(node, attributes, children);
  return node;
}

/** Scrolled sideways where it is wider than its place, by keyboard too. */
export function scrollable(label: string, ...children: readonly Child[]): HTMLDivElement {
  return element('div', { class: 'scroll-x', tabindex: 0, role: 'region', 'aria-label': label }, ...children);
}

export function svg<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): SVGElementTagNameMap[K] {
  const node = document.createElementNS('http://www.w3.org/2000/svg', tag);
  fill(node, attributes, children);
  return node;
}

export function setAttribute(node: Element, name: string, value: string | number | boolean | null): void {
  if (value === false || value === null) node.removeAttribute(name);
  else node.setAttribute(name, value === true ? '' : String(value));
}

/** Leaves the node alone where nothing changed, so that selections and screen readers are not disturbed. */
export function setText(node: Element, text: string): void {
  if (node.textContent !== text) node.textContent = text;
}
