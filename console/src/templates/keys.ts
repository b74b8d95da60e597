import type { Quad } from '../picture/geometry';

/** The keys that are held, as events tell them. */
export interface Held {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
}

const MOVES: Readonly<Record<string, readonly [number, number]>> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** Move a quad by a key, a pixel at a time, ten with Shift; with Alt its lower right side moves alone, so that it grows.
 *
 * Null when the key is none of these.
 */
export function nudged(quad: Quad, { key, shiftKey, altKey }: Held): Quad | null {
  const move = MOVES[key];
  if (!move) return null;
  const step = shiftKey ? 10 : 1;
  const [dx, dy] = [move[0] * step, move[1] * step];
  const [a, b, c, d] = quad;
  if (!altKey) return [[a[0] + dx, a[1] + dy], [b[0] + dx, b[1] + dy], [c[0] + dx, c[1] + dy], [d[0] + dx, d[1] + dy]];
  return [a, [b[0] + dx, b[1]], [c[0] + dx, c[1] + dy], [d[0], d[1] + dy]];
}
