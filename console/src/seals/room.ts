import { withKeys } from '../calls/ask';
import { CallError } from '../calls/errors';
import { callAction } from '../calls/tencent';
import { card, emptyState } from '../dom/controls';
import { fill, h } from '../dom/element';
import { Links } from '../picture/links';
import type { Opened } from '../picture/opened';
import { PicturePanel } from '../picture/panel';
import { SAMPLES } from '../picture/samples';
import { phraseOf } from '../picture/trouble';
import { bodyOf, describeAction, type Described } from '../request/described';
import { requestPanel } from '../request/panel';
import { heading } from '../shell/heading';
import type { Room } from '../shell/router';
import { say } from '../words/phrases';
import { boxOfSeal, type SealAnswer, type Strips } from './answer';
import { sealCard } from './card';
import { drawSeals } from './drawing';

const EXTRAS = { 'X-Sealstack-Extras': '1' };

/** The page on which seals are found and read. */
export function sealsRoom(): Room {
  const list = h('div', { class: 'results', 'aria-live': 'polite' });
  const request = h('div', {});
  let turn = 0;
  const panel = new PicturePanel({
    samples: [SAMPLES.contract, SAMPLES.licence, SAMPLES.invoice],
    onPage: (opened, _page, number) => void read(opened, number),
  });

  async function read(opened: Opened, number: number): Promise<void> {
    turn += 1;
    const mine = turn;
    const described = describeAction('SealOCR', opened.pages.length > 1 || opened.isPdf ? { PdfPageNumber: number + 1 } : {}, opened, EXTRAS);
    fill(list);
    fill(request);
    panel.busy(say('readingSeals'));
    try {
      const { response, answer } = await withKeys(() => callAction<SealAnswer>('SealOCR', bodyOf(described, false), EXTRAS));
      if (mine !== turn) return;
      panel.idle();
      const { Response, Strips: strips = [] } = answer.document as { Response: unknown; Strips?: Strips };
      showSeals(response, strips, answer.seconds);
      showRequest(described, { Response });
    } catch (error) {
      if (mine !== turn) return;
      showTrouble(error);
      if (error instanceof CallError && error.answer) showRequest(described, error.answer);
    }
  }

  function showSeals(response: SealAnswer, strips: Strips, seconds: number): void {
    const seals = response.SealInfos;
    const links = new Links((name) => {
      const seal = seals[Number(name)];
      if (seal) panel.view.reveal(boxOfSeal(seal));
    });
    drawSeals(panel.view.overlay, seals, links);
    const cards = seals.map((seal, index) => {
      const made = sealCard(seal, index, strips[index] ?? []);
      links.add(String(index), made, true);
      return made;
    });
    fill(list, h('p', { class: 'summary' }, say('sealsFound', { count: seals.length, seconds: seconds.toFixed(2) })), cards);
  }

  function showTrouble(error: unknown): void {
    const own = error instanceof CallError && error.code === 'FailedOperation.ImageNoText' ? phraseOf(error) : null;
    if (!own) return panel.trouble(error);
    panel.idle();
    fill(list, emptyState('seal', own, say('noSealHint')));
  }

  function showRequest(described: Described, answer: unknown): void {
    fill(request, card(say('requestAndAnswer'), requestPanel(described, answer)));
  }

  fill(list, emptyState('seal', say('sealsEmpty'), say('sealsEmptyText')));
  return {
    element: h(
      'div',
      { class: 'room' },
      heading(say('menuSeals'), say('sealsLead')),
      h('div', { class: 'split' }, panel.element, h('aside', { class: 'aside', 'aria-label': say('seals') }, list)),
      request,
    ),
  };
}
