import type { Point, Quad } from '../picture/geometry';

/** What a field should hold, as the service understands it. */
export type Hint = 'digits' | 'date' | 'amount' | { readonly regex: string } | null;

/** A field of a form; `id` is known to this page only. */
export interface Field {
  readonly id: string;
  readonly name: string;
  readonly quad: Quad;
  readonly hint: Hint;
}

/** A field as it goes over the wire: corners, name, and perhaps a hint. */
export type WireField = readonly [readonly Point[], string] | readonly [readonly Point[], string, Exclude<Hint, null>];

/** Write fields as the service takes them, to a tenth of a pixel. */
export function toWire(fields: readonly Field[]): WireField[] {
  return fields.map(({ name, quad, hint }) => {
    const corners = quad.map(([x, y]) => [tenth(x), tenth(y)] as const);
    return hint === null ? [corners, name] : [corners, name, hint];
  });
}

/** Take fields that came from the service or a file.
 *
 * @throws TypeError when it is none of its templates.
 */
export function fromWire(template: unknown): Field[] {
  if (!Array.isArray(template)) throw new TypeError('a template is a list of fields');
  return template.map((entry) => {
    const [corners, name, hint] = entry as [unknown, unknown, unknown];
    if (!Array.isArray(corners) || corners.length !== 4 || typeof name !== 'string') throw new TypeError('a field is four corners and a name');
    const quad = corners.map((corner) => [Number((corner as number[])[0]), Number((corner as number[])[1])] as const) as unknown as Quad;
    return { id: newId(), name, quad, hint: (hint as Hint | undefined) ?? null };
  });
}

let number = 0;

/** An id that no other field has. */
export function newId(): string {
  number += 1;
  return `field-${number}`;
}

/** A name that none of the fields has: the one that is wanted, perhaps with a number. */
export function freeName(wanted: string, taken: readonly string[]): string {
  if (!taken.includes(wanted)) return wanted;
  for (let next = 2; ; next += 1) if (!taken.includes(`${wanted} ${next}`)) return `${wanted} ${next}`;
}

/** Move the entry at `from` to `to`. */
export function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const rest = list.filter((_, index) => index !== from);
  const entry = list[from];
  if (entry !== undefined) rest.splice(to, 0, entry);
  return rest;
}

/** What was, what is, and what was taken back. */
export class History<T> {
  private past: T[] = [];
  private future: T[] = [];

  constructor(private state: T) {}

  /** What is. */
  get present(): T {
    return this.state;
  }

  get canUndo(): boolean {
    return this.past.length > 0;
  }

  get canRedo(): boolean {
    return this.future.length > 0;
  }

  /** Go on to another state. */
  push(state: T): void {
    this.past.push(this.state);
    this.state = state;
    this.future = [];
  }

  /** Go back by one, if there is one. */
  undo(): void {
    const before = this.past.pop();
    if (before === undefined) return;
    this.future.push(this.state);
    this.state = before;
  }

  /** Go forward again by one, if there is one. */
  redo(): void {
    const after = this.future.pop();
    if (after === undefined) return;
    this.past.push(this.state);
    this.state = after;
  }
}

function tenth(value: number): number {
  return Math.round(value * 10) / 10;
}
