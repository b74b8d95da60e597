import { fill, h, svg } from '../dom/element';
import type { Phrase } from '../words/phrases';

const WIDTH = 240;
const HEIGHT = 56;
const FEW = 14; // values that do not fill the chart's width yet

/** A small chart of one figure over time, with the figure of now above it. */
export class Chart {
  readonly element: HTMLElement;
  private readonly now = h('p', { class: 'figure-now' }, '–');
  private readonly line = svg('path', { class: 'chart-line' });
  private readonly area = svg('path', { class: 'chart-area' });
  private readonly peak = h('span', { class: 'muted small' });
  private values: number[] = [];

  /** `write` says a value for people; `kept` is how many are shown at most. */
  constructor(
    title: Phrase,
    private readonly write: (value: number) => string,
    private readonly kept = 90,
  ) {
    const picture = svg('svg', { class: 'chart', viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: 'none', 'aria-hidden': 'true' }, this.area, this.line);
    this.element = h('div', { class: 'card figure' }, h('div', { class: 'row spread' }, h('h2', { class: 'figure-title' }, title), this.peak), this.now, picture);
  }

  /** Add a value; null repeats nothing and leaves the line as it is. */
  add(value: number | null): void {
    if (value === null) return;
    this.values = [...this.values, value].slice(-this.kept);
    const most = Math.max(...this.values, 1e-9);
    fill(this.now, this.write(value));
    fill(this.peak, `↑ ${this.write(Math.max(...this.values))}`);
    const step = WIDTH / Math.max(this.values.length - 1, FEW);
    const first = WIDTH - (this.values.length - 1) * step;
    const points = this.values.map((one, index) => `${(first + index * step).toFixed(1)} ${(HEIGHT - 3 - (one / most) * (HEIGHT - 8)).toFixed(1)}`);
    this.line.setAttribute('d', `M${points.join('L')}`);
    this.area.setAttribute('d', `M${first.toFixed(1)} ${HEIGHT}L${points.join('L')}L${WIDTH} ${HEIGHT}Z`);
  }
}
