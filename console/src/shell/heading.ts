import { h, type Child } from '../dom/element';
import type { Phrase } from '../words/phrases';

/** The head of a page: its name, what it is for, and what can be done with all of it. */
export function heading(title: Phrase, lead: Phrase, ...actions: Child[]): HTMLElement {
  return h(
    'div',
    { class: 'heading' },
    h('div', {}, h('h1', {}, title), h('p', { class: 'lead' }, lead)),
    actions.length > 0 && h('div', { class: 'heading-actions' }, actions),
  );
}
