import { setLanguage, type Language } from '../words/phrases';

/** How the page looks. */
export type Theme = 'light' | 'dark';

const LANGUAGE = 'sealstack.language';
const THEME = 'sealstack.theme';

/** Take the language and the theme that were chosen before, or those of the browser. */
export function restorePreferences(): void {
  const spoken = read(LANGUAGE) ?? (navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en');
  setLanguage(spoken === 'zh' ? 'zh' : 'en');
  const dark = window.matchMedia('(prefers-color-scheme: dark)').matches;
  applyTheme((read(THEME) ?? (dark ? 'dark' : 'light')) === 'dark' ? 'dark' : 'light');
}

/** Speak a language, also next time. */
export function chooseLanguage(language: Language): void {
  write(LANGUAGE, language);
  setLanguage(language);
}

/** The theme of now. */
export function theme(): Theme {
  return document.documentElement.dataset['theme'] === 'dark' ? 'dark' : 'light';
}

/** Look light or dark, also next time. */
export function chooseTheme(chosen: Theme): void {
  write(THEME, chosen);
  applyTheme(chosen);
}

function applyTheme(chosen: Theme): void {
  document.documentElement.dataset['theme'] = chosen;
}

function read(name: string): string | null {
  try {
    return localStorage.getItem(name);
  } catch {
    return null; // browsers may refuse to keep anything
  }
}

function write(name: string, value: string): void {
  try {
    localStorage.setItem(name, value);
  } catch {
    // it holds for this page then
  }
}
