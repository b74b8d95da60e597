import { h } from '../dom/element';
import type { Room } from '../shell/router';

/** Not there yet. */
export function statusRoom(): Room {
  return { element: h('div', { class: 'room' }) };
}
