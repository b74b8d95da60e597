import { withKeys } from '../calls/ask';
import { paddle } from '../calls/others';
import { button, card, emptyState, save } from '../dom/controls';
import { fill, h } from '../dom/element';
import { blobOf, pageOf, type Opened, type Page } from '../picture/opened';
import { PicturePanel } from '../picture/panel';
import { SAMPLES } from '../picture/samples';
import type { Described } from '../request/described';
import { bodyOf } from '../request/described';
import { requestPanel } from '../request/panel';
import { heading } from '../shell/heading';
import type { Room } from '../shell/router';
import { say, type Key, type Phrase } from '../words/phrases';
import { compared } from './slider';

interface Preprocessed {
  readonly outputImage: string;
  readonly prunedResult: { readonly angle: number };
}

const PATH = '/document-preprocessing';
const TURNED: Readonly<Record<number, Key>> = { 0: 'turnedNot', 90: 'turned90', 180: 'turned180', 270: 'turned270' };

/** The page on which pages are turned upright and made flat. */
export function documentsRoom(): Room {
  const result = h('div', { class: 'results', 'aria-live': 'polite' });
  const request = h('div', {});
  const turns = h('input', { type: 'checkbox', checked: true, name: 'orientation' });
  const flattens = h('input', { type: 'checkbox', checked: true, name: 'unwarping' });
  let current: { opened: Opened; page: Page; number: number } | null = null;
  let asked = 0;
  const panel = new PicturePanel({
    samples: [SAMPLES.secondInvoice, SAMPLES.thirdInvoice, SAMPLES.contract],
    onPage: (opened, page, number) => {
      current = { opened, page, number };
      void read();
    },
  });
  for (const box of [turns, flattens]) box.addEventListener('change', () => void read());

  async function read(): Promise<void> {
    if (!current) return;
    const { opened, page, number } = current;
    asked += 1;
    const mine = asked;
    const body = { fileType: opened.isPdf ? 0 : 1, useDocOrientationClassify: turns.checked, useDocUnwarping: flattens.checked, visualize: false };
    const described: Described = { action: null, path: PATH, body, names: { base64: 'file', link: 'file' }, picture: opened, headers: {} };
    panel.busy(say('straightening'));
    try {
      const { response, answer } = await withKeys(() => paddle<{ docPreprocessingResults: Preprocessed[] }>(PATH, bodyOf(described, false)));
      const made = response.docPreprocessingResults[number];
      if (mine !== asked || !made) return;
      const blob = blobOf(made.outputImage, 'image/png');
      const after = await pageOf(blob);
      panel.idle();
      fill(
        result,
        h('p', { class: 'summary' }, words(made.prunedResult.angle, page, after, flattens.checked, answer.seconds)),
        compared(page.url, after.url),
        h('div', { class: 'row' }, button('download', say('saveResult'), () => save('document.png', blob))),
      );
      fill(request, card(say('requestAndAnswer'), requestPanel(described, answer.document)));
    } catch (error) {
      if (mine === asked) panel.trouble(error);
    }
  }

  fill(result, emptyState('document', say('documentsEmpty'), say('documentsEmptyText')));
  const options = h(
    'fieldset',
    { class: 'row checks' },
    h('legend', { class: 'off-screen' }, say('steps')),
    h('label', { class: 'check' }, turns, h('span', {}, say('stepTurn'))),
    h('label', { class: 'check' }, flattens, h('span', {}, say('stepFlatten'))),
  );
  return {
    element: h(
      'div',
      { class: 'room' },
      heading(say('menuDocuments'), say('documentsLead'), options),
      h('div', { class: 'split split-even' }, panel.element, h('aside', { class: 'aside' }, result)),
      request,
    ),
  };
}

/** Say how a page was turned and bent; `angle` is in degrees anticlockwise, -1 where nobody looked. */
function words(angle: number, before: Page, after: Page, flattened: boolean, seconds: number): (Phrase | string)[] {
  const quarter = angle === 90 || angle === 270;
  const [width, height] = quarter ? [before.height, before.width] : [before.width, before.height];
  const isBent = flattened && (width !== after.width || height !== after.height);
  const turned = angle < 0 ? say('turnedUnasked') : say(TURNED[angle] ?? 'turnedNot');
  const flat = !flattened ? say('flatUnasked') : isBent ? say('flatNew', { width: after.width, height: after.height }) : say('flatSame');
  return [turned, ' ', flat, ' ', say('inSeconds', { seconds: seconds.toFixed(2) })];
}
