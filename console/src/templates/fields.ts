import { emptyState, iconButton } from '../dom/controls';
import { fill, h } from '../dom/element';
import { say, type Key } from '../words/phrases';
import { moved, type Field, type Hint } from './model';

/** Who is told of what is done in the list of fields. */
export interface FieldsListener {
  readonly changed: (fields: readonly Field[]) => void;
  readonly selected: (id: string) => void;
}

const HINTS: readonly (readonly [string, Key])[] = [
  ['', 'hintNone'],
  ['digits', 'hintDigits'],
  ['date', 'hintDate'],
  ['amount', 'hintAmount'],
  ['regex', 'hintRegex'],
];

/** The list of a template's fields: their names, order and hints. */
export class FieldsList {
  readonly element = h('div', { class: 'fields' });

  constructor(private readonly listener: FieldsListener) {}

  /** Show these fields; the focus stays where it was. */
  show(fields: readonly Field[], selected: string | null): void {
    const before = document.activeElement as HTMLElement | null;
    const focused = before?.dataset['focus'];
    const range = before instanceof HTMLInputElement ? ([before.selectionStart, before.selectionEnd] as const) : null;
    if (fields.length === 0) {
      fill(this.element, emptyState('frame', say('fieldsEmpty'), say('fieldsEmptyText')));
      return;
    }
    fill(this.element, h('ol', { class: 'field-list' }, fields.map((field, index) => this.entry(fields, field, index, field.id === selected))));
    const again = focused ? this.element.querySelector<HTMLElement>(`[data-focus="${focused}"]`) : null;
    again?.focus({ preventScroll: true });
    if (range && again instanceof HTMLInputElement) again.setSelectionRange(...range);
    this.element.querySelector('.is-active')?.scrollIntoView({ block: 'nearest' });
  }

  /** Put the cursor into the name of a field. */
  focusName(id: string): void {
    const input = this.element.querySelector<HTMLInputElement>(`[data-focus="${id}-name"]`);
    input?.focus();
    input?.select();
  }

  private entry(fields: readonly Field[], field: Field, index: number, isActive: boolean): HTMLElement {
    const put = (change: Partial<Field>): void =>
      this.listener.changed(fields.map((one) => (one.id === field.id ? { ...one, ...change } : one)));
    const name = h('input', { class: 'input', value: field.name, maxlength: 128, 'aria-label': say('fieldName', { number: index + 1 }), 'data-focus': `${field.id}-name` });
    name.addEventListener('change', () => {
      if (name.value.trim()) put({ name: name.value.trim() });
      else name.value = field.name;
    });
    name.addEventListener('keydown', (event) => {
      if (event.key === 'Enter') name.blur();
    });
    const entry = h(
      'li',
      { class: isActive ? 'field is-active' : 'field', 'data-field': field.name },
      h('span', { class: 'number' }, index + 1),
      h('div', { class: 'field-main' }, name, isActive && this.hints(field, put)),
      h(
        'div',
        { class: 'field-tools' },
        iconButton('up', say('moveUp'), () => this.listener.changed(moved(fields, index, index - 1)), { disabled: index === 0, 'data-focus': `${field.id}-up` }),
        iconButton('down', say('moveDown'), () => this.listener.changed(moved(fields, index, index + 1)), { disabled: index === fields.length - 1, 'data-focus': `${field.id}-down` }),
        iconButton('bin', say('removeField'), () => this.listener.changed(fields.filter((one) => one.id !== field.id)), { 'data-focus': `${field.id}-remove` }),
      ),
    );
    entry.addEventListener('focusin', () => {
      if (!isActive) this.listener.selected(field.id);
    });
    entry.addEventListener('click', (event) => {
      if (!isActive && event.target === entry) this.listener.selected(field.id);
    });
    return entry;
  }

  private hints(field: Field, put: (change: Partial<Field>) => void): HTMLElement {
    const kind = hintKind(field.hint);
    const select = h(
      'select',
      { class: 'select', 'aria-label': say('hintLabel'), 'data-focus': `${field.id}-hint` },
      HINTS.map(([value, label]) => h('option', { value, selected: value === kind }, say(label))),
    );
    select.addEventListener('change', () => put({ hint: hintOfKind(select.value, field.hint) }));
    const regex = typeof field.hint === 'object' && field.hint !== null ? field.hint.regex : null;
    const pattern =
      regex !== null &&
      h('input', { class: 'input mono', value: regex, maxlength: 200, placeholder: String.raw`[A-Z]{2}\d{8}`, 'aria-label': say('regexLabel'), 'data-focus': `${field.id}-regex` });
    if (pattern) pattern.addEventListener('change', () => put({ hint: { regex: pattern.value } }));
    return h('div', { class: 'hints' }, select, pattern, h('p', { class: 'hint' }, say(EXPLAINED[kind] ?? 'hintNoneText')));
  }
}

const EXPLAINED: Readonly<Record<string, Key>> = {
  '': 'hintNoneText',
  digits: 'hintDigitsText',
  date: 'hintDateText',
  amount: 'hintAmountText',
  regex: 'hintRegexText',
};

function hintKind(hint: Hint): string {
  return hint === null ? '' : typeof hint === 'string' ? hint : 'regex';
}

function hintOfKind(kind: string, before: Hint): Hint {
  if (kind === 'regex') return typeof before === 'object' && before !== null ? before : { regex: '' };
  return kind === 'digits' || kind === 'date' || kind === 'amount' ? kind : null;
}
