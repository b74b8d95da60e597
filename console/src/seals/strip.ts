import type { Point } from '../picture/geometry';

/** The two edges of a text path, both in reading order, with equally many points each. */
export interface Edges {
  readonly upper: readonly Point[];
  readonly lower: readonly Point[];
}

/** Take the outline of a text path apart.
 *
 * The outline runs along the upper edge in reading order and comes back along the lower one.
 *
 * @param outline an even number of points, at least four.
 * @param columns how many points of each edge are given, at equal distances along it.
 */
export function edgesOf(outline: readonly Point[], columns: number): Edges {
  const half = Math.floor(outline.length / 2);
  return {
    upper: along(outline.slice(0, half), columns),
    lower: along(outline.slice(half).reverse(), columns),
  };
}

/** Points at equal distances along a line of points. */
export function along(line: readonly Point[], count: number): Point[] {
  const lengths = [0];
  for (let index = 1; index < line.length; index += 1) lengths.push((lengths[index - 1] ?? 0) + apart(line[index - 1], line[index]));
  const total = lengths[lengths.length - 1] ?? 0;
  const points: Point[] = [];
  let segment = 1;
  for (let step = 0; step < count; step += 1) {
    const wanted = (total * step) / Math.max(count - 1, 1);
    while (segment < line.length - 1 && (lengths[segment] ?? 0) < wanted) segment += 1;
    const [before, after] = [line[segment - 1] ?? [0, 0], line[segment] ?? line[segment - 1] ?? [0, 0]];
    const span = (lengths[segment] ?? 0) - (lengths[segment - 1] ?? 0);
    const share = span > 0 ? (wanted - (lengths[segment - 1] ?? 0)) / span : 0;
    points.push([before[0] + (after[0] - before[0]) * share, before[1] + (after[1] - before[1]) * share]);
  }
  return points;
}

/** Lay the text of a path straight: the picture between its edges, column by column. */
export function drawStrip(canvas: HTMLCanvasElement, image: CanvasImageSource, outline: readonly Point[]): void {
  const rough = edgesOf(outline, 24);
  const middle = rough.upper.map((point, index) => between(point, rough.lower[index] ?? point));
  const length = middle.slice(1).reduce((sum, point, index) => sum + apart(middle[index], point), 0);
  const thick = rough.upper.reduce((sum, point, index) => sum + apart(point, rough.lower[index]), 0) / rough.upper.length;
  const height = 48;
  const width = Math.min(Math.max(Math.round((length / Math.max(thick, 1)) * height), height), 1600);
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d');
  if (!context) return;
  const columns = Math.max(Math.ceil(width / 4), 2);
  const { upper, lower } = edgesOf(outline, columns);
  const step = width / (columns - 1);
  for (let index = 0; index + 1 < columns; index += 1) {
    const [a, b, d] = [upper[index], upper[index + 1], lower[index]];
    if (!a || !b || !d) continue;
    context.save();
    context.beginPath();
    context.rect(index * step, 0, step + 1, height);
    context.clip();
    // the map that takes a, b and d to the upper left, the upper right and the lower left of the column
    const [ux, uy, vx, vy] = [(b[0] - a[0]) / step, (b[1] - a[1]) / step, (d[0] - a[0]) / height, (d[1] - a[1]) / height];
    const whole = ux * vy - uy * vx;
    if (Math.abs(whole) > 1e-9) {
      const [p, q, r, s] = [vy / whole, -uy / whole, -vx / whole, ux / whole];
      context.setTransform(p, q, r, s, index * step - p * a[0] - r * a[1], -q * a[0] - s * a[1]);
      context.drawImage(image, 0, 0);
    }
    context.restore();
  }
}

function apart(a: Point | undefined, b: Point | undefined): number {
  return a && b ? Math.hypot(a[0] - b[0], a[1] - b[1]) : 0;
}

function between(a: Point, b: Point): Point {
  return [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
}
