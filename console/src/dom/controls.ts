import type { Phrase } from '../words/phrases';
import { say } from '../words/phrases';
import { h, svg, type Child, type Properties } from './element';
import { icon, type IconName } from './icons';

/** A button with an icon and a word. */
export function button(
  name: IconName | null,
  label: Phrase,
  onclick: (event: MouseEvent) => unknown,
  properties: Properties = {},
): HTMLButtonElement {
  return h('button', { type: 'button', class: 'button', onclick, ...properties }, name && icon(name), h('span', {}, label));
}

/** A button that shows an icon only; the word is its name. */
export function iconButton(
  name: IconName,
  label: Phrase,
  onclick: (event: MouseEvent) => unknown,
  properties: Properties = {},
): HTMLButtonElement {
  return h(
    'button',
    { type: 'button', class: 'icon-button', 'aria-label': label, title: label, onclick, ...properties },
    icon(name),
  );
}

/** A box with a heading. */
export function card(title: Phrase | null, ...children: Child[]): HTMLElement {
  return h('section', { class: 'card' }, title && h('h2', { class: 'card-title' }, title), children);
}

/** A label above a control. */
export function labelled(label: Phrase, control: HTMLElement, hint?: Phrase): HTMLLabelElement {
  return h('label', { class: 'labelled' }, h('span', { class: 'label' }, label), control, hint && h('span', { class: 'hint' }, hint));
}

/** What turns while something is under way. */
export function spinner(label: Phrase): HTMLElement {
  const ring = svg('svg', { class: 'spinner', viewBox: '0 0 24 24', 'aria-hidden': 'true' }, svg('circle', { cx: 12, cy: 12, r: 9 }));
  return h('div', { class: 'waiting', role: 'status' }, ring, h('span', {}, label));
}

/** What stands where there is nothing yet. */
export function emptyState(name: IconName, title: Phrase, text: Phrase, ...more: Child[]): HTMLElement {
  return h('div', { class: 'empty' }, icon(name), h('p', { class: 'empty-title' }, title), h('p', {}, text), more);
}

/** Tabs over panels, one of which is shown; arrow keys go from one to the next. */
export function tabs(label: Phrase, panels: readonly { name: Phrase; content: HTMLElement; id: string }[]): HTMLElement {
  const list = h('div', { class: 'tabs', role: 'tablist', 'aria-label': label });
  const prefix = `tab-${nextNumber()}`;
  const show = (chosen: number, focus: boolean): void => {
    panels.forEach(({ content }, index) => {
      const tab = list.children[index] as HTMLElement;
      tab.setAttribute('aria-selected', String(index === chosen));
      tab.tabIndex = index === chosen ? 0 : -1;
      content.hidden = index !== chosen;
      if (focus && index === chosen) tab.focus();
    });
  };
  panels.forEach(({ name, content, id }, index) => {
    const tab = h('button', { type: 'button', role: 'tab', class: 'tab', id: `${prefix}-${id}`, 'aria-controls': `${prefix}-${id}-panel` }, name);
    tab.addEventListener('click', () => show(index, false));
    tab.addEventListener('keydown', (event) => {
      const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
      if (step) show((index + step + panels.length) % panels.length, true);
    });
    list.append(tab);
    content.id = `${prefix}-${id}-panel`;
    content.setAttribute('role', 'tabpanel');
    content.setAttribute('aria-labelledby', tab.id);
    content.tabIndex = 0;
  });
  show(0, false);
  return h('div', { class: 'tabbed' }, list, panels.map(({ content }) => content));
}

/** A button that copies a text, and says that it has. */
export function copyButton(text: () => string, label: Phrase = say('copy')): HTMLButtonElement {
  const word = h('span', {}, label);
  const made = h('button', { type: 'button', class: 'button button-small' }, icon('copy'), word);
  made.addEventListener('click', () => {
    void copy(text()).then(() => {
      made.classList.add('is-done');
      announce(say('copied'));
      window.setTimeout(() => made.classList.remove('is-done'), 1500);
    });
  });
  return made;
}

/** Tell something in passing: at the foot of the page, and to screen readers. */
export function announce(phrase: Phrase, isTrouble = false): void {
  let region = document.querySelector('.notices');
  if (!region) {
    region = h('div', { class: 'notices', role: 'status', 'aria-live': 'polite' });
    document.body.append(region);
  }
  const notice = h('div', { class: isTrouble ? 'notice is-trouble' : 'notice' }, phrase);
  region.append(notice);
  window.setTimeout(() => notice.remove(), 4000);
}

/** Let the browser save a file. */
export function save(name: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  h('a', { href: url, download: name }).click();
  window.setTimeout(() => URL.revokeObjectURL(url), 1000);
}

async function copy(text: string): Promise<void> {
  if (window.isSecureContext) {
    await navigator.clipboard.writeText(text);
    return;
  }
  // plain HTTP from another machine: browsers offer nothing but this
  const area = h('textarea', { class: 'off-screen', readonly: true, value: text });
  document.body.append(area);
  area.select();
  // eslint-disable-next-line @typescript-eslint/no-deprecated
  document.execCommand('copy');
  area.remove();
}

let number = 0;

/** A number that was not given before, for the ids of elements. */
export function nextNumber(): number {
  number += 1;
  return number;
}
