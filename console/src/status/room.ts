import { withKeys } from '../calls/ask';
import { CallError } from '../calls/errors';
import { look } from '../calls/others';
import { card } from '../dom/controls';
import { fill, h, shown, type Child } from '../dom/element';
import { troubleOf } from '../picture/trouble';
import { heading } from '../shell/heading';
import type { Room } from '../shell/router';
import { say, type Key } from '../words/phrases';
import { Chart } from './chart';
import { parseMetrics, quantile, sumOf, type Sample } from './metrics';

interface Told {
  readonly version: string;
  readonly provider: string | null;
  readonly loaded: boolean;
  readonly stuck_readings: number;
  readonly settings: Readonly<Record<string, string | number | boolean | null>>;
  readonly closed: { readonly tencent: boolean | null; readonly others: boolean };
  readonly accounts: readonly { readonly secret_id: string; readonly name: string; readonly state: string; readonly rates: Readonly<Record<string, number>>; readonly package_remaining: number | null }[] | null;
  readonly errors: readonly { readonly time: number; readonly request_id: string; readonly action: string; readonly dialect: string; readonly status: number; readonly code: string; readonly reason: string }[];
}

const EVERY = 2000; // milliseconds

/** The page that tells how the service is. */
export function statusRoom(): Room {
  const charts = {
    rate: new Chart(say('requestRate'), (value) => `${value.toFixed(value < 10 ? 1 : 0)}/s`),
    latency: new Chart(say('latency'), (value) => `${value.toFixed(2)} s`),
    queue: new Chart(say('queueLength'), (value) => String(Math.round(value))),
    memory: new Chart(say('memory'), (value) => `${Math.round(value / 1e6)} MB`),
  };
  const told = h('div', { class: 'told' });
  const facts = h('div', { class: 'results' });
  const counts = h('div', {});
  const errors = h('div', {});
  const figures = h('div', { class: 'figures' }, Object.values(charts).map((chart) => chart.element));
  let timer = 0;
  let before: { samples: Sample[]; at: number } | null = null;

  async function refresh(): Promise<void> {
    try {
      const status = await withKeys(() => look('/status'));
      const metrics = await metricsOrNone();
      if (metrics) showMetrics(metrics);
      else fill(counts, h('p', { class: 'muted' }, say('metricsHidden')));
      shown(figures, metrics !== null);
      showStatus(status.document as Told);
      fill(told);
    } catch (error) {
      fill(told, troubleOf(error));
      return;
    }
    timer = window.setTimeout(() => void refresh(), EVERY);
  }

  /** The figures; null where a proxy keeps them from everyone, as that of a fleet does: each replica has its own. */
  async function metricsOrNone(): Promise<Sample[] | null> {
    try {
      return parseMetrics((await withKeys(() => look('/metrics'))).document as string);
    } catch (error) {
      if (error instanceof CallError && error.code === '404') return null;
      throw error;
    }
  }

  function showMetrics(samples: Sample[]): void {
    const at = performance.now() / 1000;
    if (before) {
      const answered = sumOf(samples, 'sealstack_requests_total') - sumOf(before.samples, 'sealstack_requests_total');
      charts.rate.add(Math.max(answered, 0) / Math.max(at - before.at, 0.1));
    }
    charts.latency.add(quantile(before?.samples ?? [], samples, 'sealstack_request_seconds', 0.5));
    charts.queue.add(sumOf(samples, 'sealstack_queue_readings'));
    charts.memory.add(sumOf(samples, 'sealstack_memory_bytes'));
    before = { samples, at };
    fill(counts, requestTable(samples));
  }

  function showStatus(status: Told): void {
    const { settings } = status;
    const word = (name: string): string => String(settings[name] ?? '–');
    fill(
      facts,
      card(say('serviceCard'), factList([
        ['state', status.stuck_readings ? say('stateStuck', { count: status.stuck_readings }) : say(status.loaded ? 'stateReady' : 'stateLoading')],
        ['versionLabel', status.version],
        ['runsOn', status.provider ?? '–'],
        ['textModel', word('text_model')],
        ['workers', `${word('workers')} × ${word('readings')}`],
        ['tencentDoor', say(status.closed.tencent === null ? 'doorUnknown' : status.closed.tencent ? 'doorClosed' : 'doorOpen')],
        ['otherDoor', say(status.closed.others ? 'doorClosed' : 'doorOpen')],
      ])),
      card(say('limitsCard'), factList([
        ['limitQueue', word('queue')],
        ['limitSeconds', `${word('reading_seconds')} s`],
        ['limitSeals', word('max_seals')],
        ['limitPixels', `${Math.round(Number(settings['max_pixels']) / 1e6)} MP`],
        ['limitBytes', `${Math.round((Number(settings['max_image_base64']) * 3) / 4 / 1e5) / 10} MB`],
        ['limitRate', settings['rate_limit'] === null ? say('asTheCloud') : word('rate_limit')],
      ])),
      card(say('accountsCard'), status.accounts === null ? h('p', { class: 'muted' }, say('accountsHidden')) : accountTable(status.accounts)),
    );
    fill(errors, errorTable(status.errors));
  }

  return {
    element: h(
      'div',
      { class: 'room' },
      heading(say('menuStatus'), say('statusLead')),
      told,
      figures,
      h('div', { class: 'split' }, h('div', { class: 'results' }, card(say('requestsCard'), counts), card(say('errorsCard'), errors)), facts),
    ),
    enter: () => {
      window.clearTimeout(timer);
      void refresh();
    },
    leave: () => window.clearTimeout(timer),
  };
}

function factList(rows: readonly (readonly [Key, Child])[]): HTMLElement {
  return h('dl', { class: 'facts' }, rows.map(([name, value]) => [h('dt', {}, say(name)), h('dd', {}, value)]));
}

function table(heads: readonly Key[], rows: readonly (readonly Child[])[], empty: Key): HTMLElement {
  if (rows.length === 0) return h('p', { class: 'muted' }, say(empty));
  return h(
    'div',
    { class: 'table-frame is-flat', tabindex: 0, role: 'region', 'aria-label': say('table') },
    h(
      'table',
      { class: 'table' },
      h('thead', {}, h('tr', {}, heads.map((head) => h('th', { scope: 'col' }, say(head))))),
      h('tbody', {}, rows.map((row) => h('tr', {}, row.map((cell) => h('td', {}, cell))))),
    ),
  );
}

function requestTable(samples: readonly Sample[]): HTMLElement {
  const rows = samples
    .filter((one) => one.name === 'sealstack_requests_total')
    .sort((a, b) => b.value - a.value)
    .map(({ labels, value }) => [labels['dialect'], labels['action'], codeOf(labels['code'] ?? ''), value]);
  return table(['dialectColumn', 'actionColumn', 'codeColumn', 'countColumn'], rows, 'noRequests');
}

function errorTable(errors: Told['errors']): HTMLElement {
  const rows = errors.map((one) => [
    new Date(one.time * 1000).toLocaleTimeString(),
    one.action || one.dialect || '–',
    codeOf(one.code),
    h('span', { class: 'reason' }, one.reason),
    h('code', { class: 'request-id' }, one.request_id),
  ]);
  return table(['timeColumn', 'actionColumn', 'codeColumn', 'reasonColumn', 'requestIdColumn'], rows, 'noErrors');
}

function accountTable(accounts: NonNullable<Told['accounts']>): HTMLElement {
  const rows = accounts.map((one) => [one.name || '–', h('code', {}, one.secret_id), one.state, one.package_remaining ?? '∞']);
  return table(['nameColumn', 'secretId', 'state', 'packageColumn'], rows, 'noAccounts');
}

function codeOf(code: string): HTMLElement {
  return h('span', { class: code === 'OK' ? 'grade is-sure' : 'grade is-poor' }, code);
}
