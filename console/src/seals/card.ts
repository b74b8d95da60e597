import { copyButton } from '../dom/controls';
import { h } from '../dom/element';
import { bindAttribute, say, type Key } from '../words/phrases';
import type { SealInfo, SealText, Strip } from './answer';

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
const COLOURS: Readonly<Record<string, Key>> = { red: 'colourRed', blue: 'colourBlue', black: 'colourBlack', purple: 'colourPurple', green: 'colourGreen', orange: 'colourOrange', gray: 'colourGray' };

const NARROWEST = 18; // screen pixels that a character takes at least

/** The entry of a seal in the list beside its picture; `strips` are those of each of its texts. */
export function sealCard(seal: SealInfo, index: number, strips: readonly (readonly Strip[])[]): HTMLElement {
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
    extras && h('div', { class: 'strips' }, extras.Texts.map((text, place) => textOf(text, strips[place] ?? []))),
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

/** A text as it was read: each strip with what was seen in it, and under it the confidence of each character. */
function textOf(text: SealText, strips: readonly Strip[]): HTMLElement {
  return h(
    'figure',
    { class: 'read-text' },
    h('figcaption', { class: 'row spread' }, h('b', {}, text.Text), h('small', { class: 'muted' }, percent(text.Score))),
    strips.length > 0 ? strips.map((strip) => stripOf(strip, text)) : characters(text),
  );
}

/** A strip over its characters, each below its place; what was outvoted stands there struck through. */
function stripOf(strip: Strip, text: SealText): HTMLElement {
  const row = h('div', { class: 'seen' });
  for (const { Character, Score, Position, At } of strip.Characters) {
    const agreed = At === null ? null : text.Characters[At];
    const mark = characterOf(Character, agreed?.Score ?? Score);
    mark.style.left = `${(Position * 100).toFixed(2)}%`;
    if (!agreed) {
      mark.classList.add('is-outvoted');
      bindAttribute(mark, 'title', say('seenElsewhere'));
    }
    row.append(mark);
  }
  const image = h('img', { class: 'strip-picture', src: `data:image/png;base64,${strip.Image}`, alt: say('stripLabel') });
  const shown = h('div', { class: 'strip' }, image, row);
  shown.style.minWidth = `${Math.ceil(NARROWEST / closest(strip))}px`;
  return h('div', { class: 'strip-frame', tabindex: 0, role: 'group', 'aria-label': say('stripLabel') }, shown);
}

/** How close two characters stand at most, as a share of the strip's length. */
function closest(strip: Strip): number {
  const places = strip.Characters.map(({ Position }) => Position);
  return Math.max(0.01, Math.min(0.2, ...places.slice(1).map((place, index) => place - (places[index] ?? 0))));
}

function characters(text: SealText): HTMLElement {
  return h('div', { class: 'characters' }, text.Characters.map(({ Character, Score }) => characterOf(Character, Score)));
}

function characterOf(text: string, score: number): HTMLElement {
  return h('span', { class: `character ${grade(score)}`, title: percent(score) }, h('b', {}, text), h('small', {}, Math.min(99, Math.floor(score * 100))));
}
