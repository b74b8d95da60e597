import { english } from './english';
import { chinese } from './chinese';

/** The languages that the console speaks. */
export type Language = 'en' | 'zh';

/** Names a sentence in every language. */
export type Key = keyof typeof english;

/** What is put into the gaps of a sentence. */
export type Gaps = Readonly<Record<string, string | number>>;

const WORDS: Record<Language, Record<Key, string>> = { en: english, zh: chinese };

/** A sentence that follows the language: wherever it stands, it is rewritten when the language changes. */
export class Phrase {
  constructor(
    readonly key: Key,
    readonly gaps: Gaps = {},
  ) {}

  /** The sentence in the language of now. */
  toString(): string {
    return WORDS[current][this.key].replace(/\{(\w+)\}/g, (whole, name: string) => String(this.gaps[name] ?? whole));
  }
}

/** Make a sentence that follows the language. */
export function say(key: Key, gaps?: Gaps): Phrase {
  return new Phrase(key, gaps);
}

type Binding = { readonly target: WeakRef<Node>; readonly write: (target: Node) => void };

let current: Language = 'en';
let bindings: Binding[] = [];
const listeners: (() => void)[] = [];

/** The language of now. */
export function language(): Language {
  return current;
}

/** Speak another language, everywhere on the page. */
export function setLanguage(chosen: Language): void {
  current = chosen;
  document.documentElement.lang = chosen === 'zh' ? 'zh-CN' : 'en';
  bindings = bindings.filter(({ target, write }) => {
    const node = target.deref();
    if (node) write(node);
    return node !== undefined;
  });
  for (const listener of listeners) listener();
}

/** Call `listener` after every change of the language. */
export function onLanguage(listener: () => void): void {
  listeners.push(listener);
}

/** Make a text node that says a sentence. */
export function textOf(phrase: Phrase): Text {
  const node = document.createTextNode(phrase.toString());
  bindings.push({ target: new WeakRef(node), write: (target) => (target.textContent = phrase.toString()) });
  return node;
}

/** Let an attribute of an element say a sentence. */
export function bindAttribute(element: Element, name: string, phrase: Phrase): void {
  element.setAttribute(name, phrase.toString());
  bindings.push({
    target: new WeakRef(element),
    write: (target) => (target as Element).setAttribute(name, phrase.toString()),
  });
}
