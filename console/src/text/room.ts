import { withKeys } from '../calls/ask';
import { callAction } from '../calls/tencent';
import { card, copyButton, emptyState } from '../dom/controls';
import { append, fill, h, svg } from '../dom/element';
import { pointsOf, boxOf, type Point } from '../picture/geometry';
import { Links } from '../picture/links';
import type { Opened } from '../picture/opened';
import { PicturePanel } from '../picture/panel';
import { SAMPLES } from '../picture/samples';
import { bodyOf, describeAction, type Described } from '../request/described';
import { requestPanel } from '../request/panel';
import { grade } from '../seals/card';
import { heading } from '../shell/heading';
import type { Room } from '../shell/router';
import { say, type Key } from '../words/phrases';

interface Line {
  readonly DetectedText: string;
  readonly Confidence: number;
  readonly Polygon: readonly { readonly X: number; readonly Y: number }[];
}

interface Network {
  readonly action: string;
  readonly label: Key;
  readonly id: string;
}

const NETWORKS: readonly Network[] = [
  { action: 'GeneralAccurateOCR', label: 'accurateNetwork', id: 'accurate' },
  { action: 'GeneralFastOCR', label: 'fastNetwork', id: 'fast' },
];

/** The page on which every line of text is read, by the accurate and the fast networks side by side. */
export function textRoom(): Room {
  const columns = new Map(NETWORKS.map(({ id }) => [id, h('section', { class: 'text-column', 'data-network': id, 'aria-live': 'polite' })]));
  const request = h('div', {});
  let turn = 0;
  let links = new Links();
  const panel = new PicturePanel({
    samples: [SAMPLES.contract, SAMPLES.licence, SAMPLES.invoice],
    onPage: (opened, _page, number) => void read(opened, number),
  });

  async function read(opened: Opened, number: number): Promise<void> {
    turn += 1;
    const mine = turn;
    fill(request);
    for (const column of columns.values()) fill(column);
    links = new Links((name) => revealLine(name));
    panel.busy(say('readingText'));
    try {
      for (const network of NETWORKS) {
        const body = opened.isPdf ? { IsPdf: true, PdfPageNumber: number + 1 } : {};
        const described = describeAction(network.action, body, opened);
        const { response, answer } = await withKeys(() => callAction<{ TextDetections: Line[] }>(network.action, bodyOf(described, false)));
        if (mine !== turn) return;
        showLines(network, response.TextDetections, answer.seconds);
        if (network === NETWORKS[0]) showRequest(described, answer.document);
      }
      panel.idle();
    } catch (error) {
      if (mine === turn) panel.trouble(error);
    }
  }

  function showLines(network: Network, lines: readonly Line[], seconds: number): void {
    const column = columns.get(network.id);
    if (!column) return;
    const entries = lines.map((line, index) => {
      const name = `${network.id}-${index}`;
      const entry = h(
        'li',
        { class: `text-line ${grade(line.Confidence / 100)}`, tabindex: 0 },
        h('span', {}, line.DetectedText),
        h('small', { class: 'score' }, line.Confidence),
      );
      links.add(name, entry, true);
      const mark = svg('polygon', { class: `text-mark is-${network.id}`, 'data-line': name, points: pointsOf(corners(line)) });
      links.add(name, mark, false);
      panel.view.overlay.append(mark);
      lineBoxes.set(name, corners(line));
      return entry;
    });
    fill(
      column,
      h(
        'div',
        { class: 'row spread' },
        h('h2', { class: 'card-title' }, say(network.label)),
        copyButton(() => lines.map((line) => line.DetectedText).join('\n'), say('copyAll')),
      ),
      h('p', { class: 'summary' }, say('linesFound', { count: lines.length, seconds: seconds.toFixed(2) })),
      h('ol', { class: 'text-lines' }, entries),
    );
  }

  const lineBoxes = new Map<string, Point[]>();

  function revealLine(name: string): void {
    const points = lineBoxes.get(name);
    if (points) panel.view.reveal(boxOf(points));
  }

  function showRequest(described: Described, answer: unknown): void {
    fill(request, card(say('requestAndAnswer'), requestPanel(described, answer)));
  }

  const aside = h('aside', { class: 'aside text-columns', 'aria-label': say('menuText') });
  append(aside, [...columns.values()]);
  const [first] = columns.values();
  if (first) fill(first, emptyState('text', say('textEmpty'), say('textEmptyText')));
  return {
    element: h('div', { class: 'room' }, heading(say('menuText'), say('textLead')), h('div', { class: 'split split-text' }, panel.element, aside), request),
  };
}

function corners(line: Line): Point[] {
  return line.Polygon.map(({ X, Y }) => [X, Y]);
}
