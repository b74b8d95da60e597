import { askForKeys } from '../calls/ask';
import { credentials, onCredentials } from '../calls/credentials';
import { iconButton } from '../dom/controls';
import { h, svg } from '../dom/element';
import { icon, type IconName } from '../dom/icons';
import { language, onLanguage, say, type Key } from '../words/phrases';
import { chooseLanguage, chooseTheme, theme } from './preferences';

/** The pages, as the menu lists them. */
export const MENU: readonly { readonly name: string; readonly icon: IconName; readonly label: Key }[] = [
  { name: 'seals', icon: 'seal', label: 'menuSeals' },
  { name: 'templates', icon: 'template', label: 'menuTemplates' },
  { name: 'text', icon: 'text', label: 'menuText' },
  { name: 'documents', icon: 'document', label: 'menuDocuments' },
  { name: 'status', icon: 'status', label: 'menuStatus' },
];

/** What stands around every page: the menu, the language, the theme and the keys. */
export function frame(): { readonly element: HTMLElement; readonly place: HTMLElement; readonly mark: (name: string) => void } {
  const place = h('main', { class: 'main', id: 'main', tabindex: -1 });
  const links = MENU.map(({ name, icon: picture, label }) =>
    h('a', { class: 'menu-link', href: `#/${name}`, 'data-room': name }, icon(picture), h('span', {}, say(label))),
  );
  const element = h(
    'div',
    { class: 'frame' },
    h('a', { class: 'skip', href: '#main', onclick: (event: Event) => skip(event, place) }, say('skipToContent')),
    h(
      'header',
      { class: 'side' },
      h('a', { class: 'brand', href: '#/seals' }, logo(), h('span', { class: 'brand-name' }, 'Sealstack')),
      h('nav', { class: 'menu', 'aria-label': say('menu') }, links),
      h('div', { class: 'side-foot' }, keysControl(), themeControl(), languageControl()),
    ),
    place,
  );
  const mark = (name: string): void => {
    for (const link of links) {
      if (link.dataset['room'] === name) link.setAttribute('aria-current', 'page');
      else link.removeAttribute('aria-current');
    }
    const label = MENU.find((one) => one.name === name)?.label;
    document.title = label ? `${say(label).toString()} · Sealstack` : 'Sealstack';
  };
  return { element, place, mark };
}

function skip(event: Event, place: HTMLElement): void {
  event.preventDefault();
  place.focus();
}

function logo(): SVGSVGElement {
  return svg(
    'svg',
    { class: 'logo', viewBox: '0 0 32 32', 'aria-hidden': 'true' },
    svg('rect', { x: 2, y: 2, width: 28, height: 28, rx: 7, class: 'logo-ground' }),
    svg('circle', { cx: 16, cy: 16, r: 9.2, class: 'logo-ring' }),
    svg('path', { class: 'logo-star', d: 'M16 10.6l1.6 3.5 3.8.4-2.8 2.6.8 3.7-3.4-1.9-3.4 1.9.8-3.7-2.8-2.6 3.8-.4z' }),
  );
}

function keysControl(): HTMLElement {
  const control = iconButton('key', say('enterKeys'), () => void askForKeys(null));
  const follow = (): void => {
    const { apiKey, secretId } = credentials();
    control.classList.toggle('is-on', Boolean(apiKey || secretId));
  };
  onCredentials(follow);
  follow();
  return control;
}

function themeControl(): HTMLElement {
  const control = iconButton('moon', say('switchTheme'), () => {
    chooseTheme(theme() === 'dark' ? 'light' : 'dark');
    control.replaceChildren(icon(theme() === 'dark' ? 'sun' : 'moon'));
  });
  control.replaceChildren(icon(theme() === 'dark' ? 'sun' : 'moon'));
  return control;
}

function languageControl(): HTMLElement {
  const word = document.createTextNode('');
  const control = h('button', { type: 'button', class: 'icon-button language', onclick: () => chooseLanguage(language() === 'zh' ? 'en' : 'zh') }, word);
  const follow = (): void => {
    const isChinese = language() === 'zh';
    word.textContent = isChinese ? 'EN' : '中';
    control.lang = isChinese ? 'en' : 'zh-CN';
    control.setAttribute('aria-label', isChinese ? 'English (EN)' : '中文');
  };
  onLanguage(follow);
  follow();
  return control;
}
