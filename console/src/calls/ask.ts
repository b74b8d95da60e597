import { button, labelled } from '../dom/controls';
import { openDialog } from '../dom/dialog';
import { h } from '../dom/element';
import { say } from '../words/phrases';
import { credentials, keepCredentials, type Credentials, type Door } from './credentials';
import { CallError } from './errors';

/** Make a call; where a door is closed, ask for what opens it, and try again until it is open or nobody answers.
 *
 * @throws CallError when it is refused for another reason, or nothing was given.
 */
export async function withKeys<T>(call: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof CallError) || error.door === null) throw error;
      if (!(await askForKeys(error.door, error.message))) throw error;
    }
  }
}

/** Ask for a key, or for a pair of keys to sign with; tells whether something was given. */
export async function askForKeys(door: Door | null, trouble = ''): Promise<boolean> {
  const known = credentials();
  const field = (value: string, name: string, type = 'text'): HTMLInputElement =>
    h('input', { class: 'input', value, name, type, autocomplete: 'off', spellcheck: 'false' });
  const apiKey = field(known.apiKey, 'api-key', 'password');
  const secretId = field(known.secretId, 'secret-id');
  const secretKey = field(known.secretKey, 'secret-key', 'password');
  const { done } = openDialog<Credentials>(say('keysTitle'), (close) => {
    const form = h(
      'form',
      { method: 'dialog', class: 'stack' },
      h('p', {}, say(door === null ? 'keysText' : 'keysClosed')),
      trouble && isGiven(known) && h('p', { class: 'trouble', role: 'alert' }, trouble),
      h('fieldset', { class: 'fieldset' }, h('legend', {}, say('keysKeyLegend')), labelled(say('apiKey'), apiKey)),
      h('p', { class: 'either' }, say('keysOr')),
      h(
        'fieldset',
        { class: 'fieldset' },
        h('legend', {}, say('keysPairLegend')),
        labelled(say('secretId'), secretId),
        labelled(say('secretKey'), secretKey),
      ),
      h('p', { class: 'hint' }, say('keysKept')),
      h(
        'div',
        { class: 'dialog-actions' },
        button(null, say('forgetKeys'), () => close({ apiKey: '', secretId: '', secretKey: '' })),
        button(null, say('cancel'), () => close(null)),
        h('button', { type: 'submit', class: 'button button-primary' }, say('useKeys')),
      ),
    );
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      close({ apiKey: apiKey.value.trim(), secretId: secretId.value.trim(), secretKey: secretKey.value.trim() });
    });
    return [form];
  });
  (door === 'signature' ? secretId : apiKey).focus();
  const given = await done;
  if (given === null) return false;
  keepCredentials(given);
  return isGiven(given);
}

function isGiven(given: Credentials): boolean {
  return Object.values(given).some(Boolean);
}
