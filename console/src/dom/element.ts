import { bindAttribute, Phrase, textOf } from '../words/phrases';

/** What can stand in an element: texts are only ever put in as text. */
export type Child = Node | string | number | Phrase | null | undefined | false | readonly Child[];

/** Attributes, and listeners under names that begin with `on`. Sentences in attributes follow the language. */
export type Properties = Readonly<
  Record<string, string | number | boolean | null | undefined | Phrase | ((event: never) => unknown)>
>;

const SVG = 'http://www.w3.org/2000/svg';

/** Make an HTML element. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  properties: Properties = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  decorate(element, properties);
  append(element, children);
  return element;
}

/** Make an SVG element. */
export function svg<K extends keyof SVGElementTagNameMap>(
  tag: K,
  properties: Properties = {},
  ...children: Child[]
): SVGElementTagNameMap[K] {
  const element = document.createElementNS(SVG, tag);
  decorate(element, properties);
  append(element, children);
  return element;
}

/** Add children to what is there. */
export function append(parent: Element, children: readonly Child[]): void {
  for (const child of children) {
    if (child === null || child === undefined || child === false) continue;
    if (child instanceof Node) parent.append(child);
    else if (child instanceof Phrase) parent.append(textOf(child));
    else if (Array.isArray(child)) append(parent, child as readonly Child[]);
    else parent.append(document.createTextNode(`${child as string | number}`));
  }
}

/** Put children in place of what is there. */
export function fill(parent: Element, ...children: Child[]): void {
  parent.replaceChildren();
  append(parent, children);
}

/** Show or hide an element. */
export function shown(element: HTMLElement, isShown: boolean): void {
  element.hidden = !isShown;
}

function decorate(element: Element, properties: Properties): void {
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === 'function') element.addEventListener(name.slice(2), value as EventListener);
    else if (value instanceof Phrase) bindAttribute(element, name, value);
    else if (name === 'value' && 'value' in element) element.value = String(value);
    else element.setAttribute(name, value === true ? '' : String(value));
  }
}
