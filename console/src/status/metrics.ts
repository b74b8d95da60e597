/** One sample of what `/metrics` tells. */
export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const LINE = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)/;
const LABEL = /([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"/g;

/** Read the text format of Prometheus. */
export function parseMetrics(text: string): Sample[] {
  const samples: Sample[] = [];
  for (const line of text.split('\n')) {
    const found = line.startsWith('#') ? null : LINE.exec(line);
    if (!found?.[1] || !found[3]) continue;
    const labels: Record<string, string> = {};
    for (const [, name, value] of (found[2] ?? '').matchAll(LABEL)) {
      if (name !== undefined && value !== undefined) labels[name] = value.replace(/\\(.)/g, (_, mark: string) => (mark === 'n' ? '\n' : mark));
    }
    samples.push({ name: found[1], labels, value: Number(found[3]) });
  }
  return samples;
}

/** The sum of all samples of a name, of those with these labels if any are given. */
export function sumOf(samples: readonly Sample[], name: string, labels: Readonly<Record<string, string>> = {}): number {
  return samples
    .filter((one) => one.name === name && Object.entries(labels).every(([key, value]) => one.labels[key] === value))
    .reduce((sum, one) => sum + one.value, 0);
}

/** The value below which a share of what a histogram counted between two looks lies; null when it counted nothing.
 *
 * Between the bounds of a bucket it is drawn in a straight line, as Prometheus does.
 */
export function quantile(before: readonly Sample[], after: readonly Sample[], name: string, share: number): number | null {
  const bounds = [...new Set(after.filter((one) => one.name === `${name}_bucket`).map((one) => one.labels['le'] ?? ''))];
  const counted = bounds
    .map((le) => ({ bound: le === '+Inf' ? Infinity : Number(le), count: sumOf(after, `${name}_bucket`, { le }) - sumOf(before, `${name}_bucket`, { le }) }))
    .sort((a, b) => a.bound - b.bound);
  const all = counted[counted.length - 1]?.count ?? 0;
  if (all <= 0) return null;
  let [low, below] = [0, 0];
  for (const { bound, count } of counted) {
    if (count >= share * all) return bound === Infinity ? low : low + ((bound - low) * (share * all - below)) / Math.max(count - below, 1e-9);
    [low, below] = [bound, count];
  }
  return low;
}
