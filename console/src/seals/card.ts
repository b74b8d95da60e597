import { copyButton } from '../dom/controls';
import { h } from '../dom/element';
import { say, type Key } from '../words/phrases';
import { pairs, type SealInfo, type SealText } from './answer';
import { drawStrip } from './strip';

const SHAPES: Readonly<Record<string, Key>> = { '0': 'shapeRound', '1': 'shapeOval', '2': 'shapeRectangle', '3': 'shapeDiamond', '4': 'shapeTriangle' };
const KINDS: Readonly<Record<string, Key>> = {
  finance: 'kindFinance',
  invoice: 'kindInvoice',
  contract: 'kindContract',
  customs: 'kindCustoms',
  personnel: 'kindPersonnel',
  business: 'kindBusiness',
  'cross-page': 'kindCrossPage',
  name: 'kindName',
  official: 'kindOfficial',
};
const COLOURS: Readonly<Record<string, Key>> = { red: 'colourRed', blue: 'colourBlue', black: 'colourBlack', purple: 'colourPurple', green: 'colourGreen' };

/** The entry of a seal in the list beside its picture. */
export function sealCard(seal: SealInfo, index: number, image: HTMLImageElement): HTMLElement {
  const { Extras: extras } = seal;
  return h(
    'article',
    { class: 'seal-card', 'data-seal': index, tabindex: 0, 'aria-label': say('sealNumber', { number: index + 1, body: seal.SealBody }) },
    h(
      'div',
      { class: 'seal-head' },
      h('span', { class: 'number' }, index + 1),
      h('h3', { class: 'seal-body' }, seal.SealBody || say('noText')),
      copyButton(() => [seal.SealBody, ...seal.OtherTexts].join('\n')),
    ),
    h(
      'div',
      { class: 'seal-content' },
      extras?.CutOut && h('img', { class: 'cut-out', src: `data:image/png;base64,${extras.CutOut}`, alt: say('cutOut') }),
      h(
        'dl',
        { class: 'facts' },
        fact('otherTexts', seal.OtherTexts.join('　') || '–'),
        fact('shape', say(SHAPES[seal.SealShape] ?? 'shapeRound')),
        extras && fact('kind', say(KINDS[extras.Kind] ?? 'kindOfficial')),
        extras && COLOURS[extras.Colour] && fact('colour', say(COLOURS[extras.Colour] ?? 'colourRed')),
        extras?.SerialNumber && fact('serialNumber', extras.SerialNumber),
        extras && fact('confidence', percent(extras.Score)),
      ),
    ),
    extras && h('div', { class: 'strips' }, extras.Texts.map((text) => strip(text, image))),
  );
}

/** A confidence of 0..1 as people read it. */
export function percent(score: number): string {
  return `${(score * 100).toFixed(1)} %`;
}

/** Which of three grades a confidence of 0..1 is of; said by colour and line, and by the number beside. */
export function grade(score: number): string {
  return score >= 0.9 ? 'is-sure' : score >= 0.6 ? 'is-fair' : 'is-poor';
}

function fact(name: Key, value: string | ReturnType<typeof say>): HTMLElement[] {
  return [h('dt', {}, say(name)), h('dd', {}, value)];
}

function strip(text: SealText, image: HTMLImageElement): HTMLElement {
  const canvas = h('canvas', { class: 'strip-picture', role: 'img', 'aria-label': say('stripLabel') });
  const draw = (): void => drawStrip(canvas, image, pairs(text.Polygon));
  if (image.complete) draw();
  else image.addEventListener('load', draw, { once: true });
  return h(
    'figure',
    { class: 'strip' },
    canvas,
    h(
      'figcaption',
      { class: 'characters' },
      text.Characters.map(({ Character, Score }) =>
        h('span', { class: `character ${grade(Score)}`, title: percent(Score) }, h('b', {}, Character), h('small', {}, Math.round(Score * 100))),
      ),
    ),
  );
}
