import { boxOf, quadOf, type Box, type Quad } from '../picture/geometry';
import type { Line } from './suggest';

const NEAR = 0.55; // heights of a line within which an edge is drawn to it
const ROOM = 0.25; // heights of a line, left between it and the edge

/** Draw the edges of a box that was drawn by hand to the line of text that it holds, where they are near.
 *
 * A box of which the middle is in no line, or that is far from level, stays as it is.
 */
export function snapped(quad: Quad, lines: readonly Line[]): Quad {
  const box = boxOf(quad);
  if (!isLevel(quad, box)) return quad;
  const held = lines.map((line) => boxOf(line.quad)).filter((line) => isHeld(line, box));
  const [first] = held;
  if (!first) return quad;
  const height = held.reduce((sum, line) => sum + line.height, 0) / held.length;
  const around: Box = held.reduce(union, first);
  const room = ROOM * height;
  const left = near(box.x, around.x - room, height);
  const top = near(box.y, around.y - room, height);
  const right = near(box.x + box.width, around.x + around.width + room, height);
  const bottom = near(box.y + box.height, around.y + around.height + room, height);
  return quadOf({ x: left, y: top, width: right - left, height: bottom - top });
}

function near(edge: number, wanted: number, height: number): number {
  return Math.abs(edge - wanted) <= NEAR * height ? wanted : edge;
}

function isHeld(line: Box, box: Box): boolean {
  const middle = line.y + line.height / 2;
  const overlap = Math.min(line.x + line.width, box.x + box.width) - Math.max(line.x, box.x);
  return middle > box.y && middle < box.y + box.height && overlap > 0.5 * Math.min(line.width, box.width);
}

function union(a: Box, b: Box): Box {
  const [x, y] = [Math.min(a.x, b.x), Math.min(a.y, b.y)];
  return { x, y, width: Math.max(a.x + a.width, b.x + b.width) - x, height: Math.max(a.y + a.height, b.y + b.height) - y };
}

function isLevel(quad: Quad, box: Box): boolean {
  return quad.every(([x, y]) => Math.min(x - box.x, box.x + box.width - x) < 2 && Math.min(y - box.y, box.y + box.height - y) < 2);
}
