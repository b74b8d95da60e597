import type { Phrase } from '../words/phrases';
import { say } from '../words/phrases';
import { button, nextNumber } from './controls';
import { h, type Child } from './element';

/** A dialog that is open.
 *
 * `close` ends it with a value; `done` is settled then, with null when it was left.
 */
export interface OpenDialog<T> {
  readonly done: Promise<T | null>;
  readonly close: (value: T | null) => void;
}

/** Open a dialog; the browser keeps the focus inside, and Escape leaves it. */
export function openDialog<T>(
  title: Phrase,
  content: (close: (value: T | null) => void) => Child[],
  name = '',
): OpenDialog<T> {
  const heading = `dialog-${nextNumber()}`;
  const element = h('dialog', { class: `dialog ${name}`, 'aria-labelledby': heading });
  let settle: (value: T | null) => void = () => undefined;
  const done = new Promise<T | null>((resolve) => (settle = resolve));
  const close = (value: T | null): void => {
    settle(value);
    element.close();
    element.remove();
  };
  element.append(h('h2', { id: heading, class: 'dialog-title' }, title), h('div', { class: 'dialog-body' }, content(close)));
  element.addEventListener('cancel', (event) => {
    event.preventDefault();
    close(null);
  });
  document.body.append(element);
  element.showModal();
  return { done, close };
}

/** Ask whether to go on; `verb` is what the button says. */
export async function confirmed(title: Phrase, text: Phrase, verb: Phrase): Promise<boolean> {
  const { done } = openDialog<boolean>(title, (close) => [
    h('p', {}, text),
    h(
      'div',
      { class: 'dialog-actions' },
      button(null, say('cancel'), () => close(false)),
      button(null, verb, () => close(true), { class: 'button button-danger' }),
    ),
  ]);
  return (await done) === true;
}
