import { credentials } from '../calls/credentials';
import { ROOT } from '../calls/send';
import { copyButton, tabs } from '../dom/controls';
import { h } from '../dom/element';
import { say, type Phrase } from '../words/phrases';
import { bodyOf, shortened, type Described } from './described';
import { asCurl, asNode, asPython, type Place } from './snippets';

/** What was asked and answered, as JSON and as code that asks the same; without an answer, what would be asked. */
export function requestPanel(described: Described, answer?: unknown): HTMLElement {
  const place = placeOfNow();
  const json = (value: unknown): string => JSON.stringify(value, null, 2);
  return tabs(say('requestAndAnswer'), [
    ...(answer === undefined ? [] : [code('answer', say('tabAnswer'), () => json(shortened(answer)), () => json(answer))]),
    code('request', say('tabRequest'), () => json(bodyOf(described, true)), () => json(bodyOf(described, false))),
    code('curl', say('tabCurl'), () => asCurl(described, place)),
    code('python', say('tabPython'), () => asPython(described, place)),
    code('node', say('tabNode'), () => asNode(described, place)),
  ]);
}

/** Where the service is, and what it asks for, as far as this tab knows. */
export function placeOfNow(): Place {
  const { apiKey, secretId } = credentials();
  return {
    protocol: ROOT.protocol === 'https:' ? 'https' : 'http',
    host: `${ROOT.host}${ROOT.pathname.replace(/\/$/, '')}`,
    // whoever has one or the other looks at a closed service, of which programs need what their dialect asks for
    isSigned: Boolean(secretId || apiKey),
    hasKey: Boolean(apiKey || secretId),
  };
}

function code(id: string, name: Phrase, shownText: () => string, copied: () => string = shownText): { id: string; name: Phrase; content: HTMLElement } {
  const content = h('div', { class: 'code' }, copyButton(copied), h('pre', { tabindex: 0, 'data-code': id }, h('code', {}, shownText())));
  return { id, name, content };
}
