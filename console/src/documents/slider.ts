import { h } from '../dom/element';
import { say } from '../words/phrases';

/** Two pictures over each other, the second seen to the right of a line that can be moved. */
export function compared(before: string, after: string): HTMLElement {
  const range = h('input', { type: 'range', class: 'compare-range', min: 0, max: 100, value: 50, step: 1, 'aria-label': say('sliderLabel') });
  const over = h('div', { class: 'compare-over' }, h('img', { src: before, alt: say('before') }));
  const line = h('div', { class: 'compare-line', 'aria-hidden': 'true' });
  const place = (): void => {
    over.style.clipPath = `inset(0 ${100 - Number(range.value)}% 0 0)`;
    line.style.left = `${range.value}%`;
  };
  range.addEventListener('input', place);
  place();
  return h(
    'div',
    { class: 'compare' },
    h('img', { class: 'compare-under', src: after, alt: say('after') }),
    over,
    line,
    h('span', { class: 'compare-word is-before' }, say('before')),
    h('span', { class: 'compare-word is-after' }, say('after')),
    range,
  );
}
