import { fill, h } from '../dom/element';
import { say, type Key } from '../words/phrases';

/** How far one is with a template: a picture is opened, its fields are marked, it is saved, others are read by it. */
export type Step = 'open' | 'mark' | 'save' | 'use';

const STEPS: readonly (readonly [Step, Key, Key])[] = [
  ['open', 'stepOpen', 'stepOpenText'],
  ['mark', 'stepMark', 'stepMarkText'],
  ['save', 'stepSave', 'stepSaveText'],
  ['use', 'stepUse', 'stepUseText'],
];

/** The way to a template, with what comes next in a sentence. */
export class Steps {
  readonly element: HTMLElement;
  private readonly list = h('ol', { class: 'steps', 'aria-label': say('stepsLabel') });
  private readonly next = h('p', { class: 'steps-next', 'aria-live': 'polite' });
  private current: Step | null = null;

  constructor() {
    this.element = h('div', { class: 'steps-frame' }, this.list, this.next);
  }

  /** Show which step comes next. */
  show(step: Step): void {
    if (step === this.current) return;
    this.current = step;
    const place = STEPS.findIndex(([name]) => name === step);
    fill(
      this.list,
      STEPS.map(([name, label], index) =>
        h(
          'li',
          { class: index < place ? 'step is-done' : 'step', 'data-step': name, 'aria-current': index === place && 'step' },
          h('span', { class: 'step-number' }, index + 1),
          h('span', {}, say(label)),
        ),
      ),
    );
    fill(this.next, say(STEPS[place]?.[2] ?? 'stepOpenText'));
  }
}
