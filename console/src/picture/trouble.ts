import { askForKeys } from '../calls/ask';
import { CallError } from '../calls/errors';
import { button } from '../dom/controls';
import { h } from '../dom/element';
import { icon } from '../dom/icons';
import { say, type Key, type Phrase } from '../words/phrases';

const OWN: Readonly<Record<string, Key>> = {
  Unreachable: 'troubleUnreachable',
  NotAPicture: 'troubleNotAPicture',
  NotReadable: 'troubleNotAPicture',
  TooLarge: 'troubleTooLarge',
  TemplateMismatch: 'troubleMismatch',
  'FailedOperation.ImageNoText': 'troubleNoSeal',
  Unauthorized: 'keysClosed',
};

/** What to tell people of an error in a word of ours; null where the service's own words are best. */
export function phraseOf(error: unknown): Phrase | null {
  const key = error instanceof CallError ? OWN[error.code] : undefined;
  return key ? say(key) : null;
}

/** Say what went wrong: a sentence, the code and the RequestId to look it up by, and the way out where there is one. */
export function troubleOf(error: unknown): HTMLElement {
  const known = error instanceof CallError ? error : new CallError('', error instanceof Error ? error.message : String(error));
  const own = phraseOf(known);
  return h(
    'div',
    { class: 'trouble-box', role: 'alert' },
    icon('alert'),
    h(
      'div',
      {},
      h('p', {}, own ?? (known.message || say('troubleUnknown'))),
      h(
        'p',
        { class: 'muted small' },
        known.code && h('code', {}, known.code),
        known.requestId && h('span', {}, ' RequestId ', h('code', {}, known.requestId)),
      ),
    ),
    known.door && button('key', say('enterKeys'), () => void askForKeys(known.door)),
  );
}
