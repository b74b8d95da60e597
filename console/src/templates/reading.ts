import { fill, h, svg } from '../dom/element';
import { boxOf, pointsOf } from '../picture/geometry';
import { Links } from '../picture/links';
import type { PictureView } from '../picture/view';
import { grade } from '../seals/card';
import { say } from '../words/phrases';
import { valueOf, type Row } from './service';

/** Show a form that was read: where each field landed on the picture, and what it says in a table beside. */
export function showReading(place: HTMLElement, view: PictureView, rows: readonly Row[], seconds: number): void {
  const links = new Links((name) => {
    const row = rows[Number(name)];
    if (row) view.reveal(boxOf(row.position));
  });
  const size = Math.max(view.image.naturalWidth, view.image.naturalHeight) / 80;
  view.overlay.replaceChildren();
  const body = rows.map((row, index) => {
    const { x, y } = boxOf(row.position);
    const mark = svg(
      'g',
      { class: 'row-mark', 'data-row': row.key },
      svg('polygon', { points: pointsOf(row.position) }),
      svg('text', { class: 'field-label', x, y: y - size * 0.3, 'font-size': size }, index + 1),
    );
    view.overlay.append(mark);
    links.add(String(index), mark, false);
    const value = valueOf(row);
    const entry = h(
      'tr',
      { class: 'row-entry', tabindex: 0, 'data-row': row.key },
      h('td', { class: 'muted' }, index + 1),
      h('th', { scope: 'row' }, row.key),
      h('td', { class: 'value' }, value || h('span', { class: 'muted' }, say('nothingThere'))),
      h('td', { class: 'score' }, h('span', { class: `grade ${grade(row.score / 100)}` }, row.score.toFixed(1))),
    );
    links.add(String(index), entry, true);
    return entry;
  });
  fill(
    place,
    h('p', { class: 'summary' }, say('rowsRead', { count: rows.length, seconds: seconds.toFixed(2) })),
    h(
      'div',
      { class: 'table-frame' },
      h(
        'table',
        { class: 'table' },
        h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, '#'), h('th', { scope: 'col' }, say('fieldColumn')), h('th', { scope: 'col' }, say('valueColumn')), h('th', { scope: 'col' }, say('scoreColumn')))),
        h('tbody', {}, body),
      ),
    ),
  );
}
