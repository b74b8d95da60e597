import { svg } from '../dom/element';
import type { Links } from '../picture/links';
import { pointsOf, type Point } from '../picture/geometry';
import { say } from '../words/phrases';
import { boxOfSeal, pairs, type SealInfo, type SealText } from './answer';

/** Draw the seals over their picture: the outline of each, its text paths, and its number. */
export function drawSeals(overlay: SVGSVGElement, seals: readonly SealInfo[], links: Links): void {
  overlay.replaceChildren();
  const size = overlay.viewBox.baseVal.width / 42;
  seals.forEach((seal, index) => {
    const box = boxOfSeal(seal);
    const group = svg(
      'g',
      { class: 'seal-mark', 'data-seal': index, tabindex: 0, role: 'img', 'aria-label': say('sealNumber', { number: index + 1, body: seal.SealBody }) },
      outline(seal),
      (seal.Extras?.Texts ?? []).map((text) => path(text, seal)),
      svg('text', { class: 'seal-number', x: box.x, y: box.y - size * 0.25, 'font-size': size }, index + 1),
    );
    links.add(String(index), group, false);
    overlay.append(group);
  });
}

function outline(seal: SealInfo): SVGElement {
  const { x, y, width, height } = boxOfSeal(seal);
  const [right, bottom, middle, half] = [x + width, y + height, x + width / 2, y + height / 2];
  const shapes: Record<string, () => SVGElement> = {
    '2': () => svg('rect', { class: 'seal-outline', x, y, width, height }),
    '3': () => polygon('seal-outline', [[middle, y], [right, half], [middle, bottom], [x, half]]),
    '4': () => polygon('seal-outline', [[middle, y], [right, bottom], [x, bottom]]),
  };
  return (
    shapes[seal.SealShape]?.() ??
    svg('ellipse', { class: 'seal-outline', cx: middle, cy: half, rx: width / 2, ry: height / 2 })
  );
}

function path(text: SealText, seal: SealInfo): SVGElement {
  const points = pairs(text.Polygon);
  return polygon(text.Text === seal.SealBody ? 'seal-path is-body' : 'seal-path', points);
}

function polygon(name: string, points: readonly Point[]): SVGElement {
  return svg('polygon', { class: name, points: pointsOf(points) });
}
