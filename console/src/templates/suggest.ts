import { boxOf, quadOf, type Box, type Quad } from '../picture/geometry';
import { freeName, newId, type Field, type Hint } from './model';

/** A line of text that was read: what it says, and its corners in pixels. */
export interface Line {
  readonly text: string;
  readonly quad: Quad;
}

interface Found {
  readonly name: string;
  readonly value: string;
  /** Where the value itself stands. */
  readonly core: Box;
  /** Where it may stand, before room is left around it. */
  readonly box: Box;
}

interface Word extends Line {
  readonly box: Box;
}

const LONGEST_LABEL = 14; // characters
const SAME_ROW = 0.5; // of the lower line's height
const REACH = 14; // heights of a label, as far as its value may begin to its right
const ROOM = 0.28; // heights of a line, left on every side of a value
const HEADS = /^(货物|应税|品名|商品|项目|规格|型号|单位|数量|单价|金额|税率|税额|description|item|quantity|qty|unit price|price|amount|tax)/i;
const LABELS =
  /^(no\.?|编号|号码|发票号码|发票代码|开票日期|日期|名称|名称及地址|纳税人识别号|统一社会信用代码|税号|地址|地址、?电话|电话|手机|住所|类型|法定代表人|法人|注册资本|成立日期|登记日期|经营范围|姓名|性别|民族|出生|身份证号码?|公民身份号码|收款人|复核|开票人|收件人|寄件人|合计|价税合计|小写|大写|total|date|invoice (no|number|date)|due date|customer|address|contact|name|phone|tel)(（.*）|\(.*\))?$/i;

/** Propose fields of a form by what is printed on it: labels, and the values that stand beside or below them.
 *
 * Three rules, in this order: `label: value` in one line; a label with its value to its right; the head of a
 * column with its value below.
 *
 * @param lines everything that was read.
 * @param width of the picture, pixels.
 */
export function suggestFields(lines: readonly Line[], width: number): Field[] {
  const words: Word[] = lines.map((line) => ({ ...line, box: boxOf(line.quad) }));
  const taken = new Set<Word>();
  const found: Found[] = [];
  for (const word of words) {
    const [label, value] = divided(word.text);
    if (/^[(（].{0,4}[)）]$/.test(value)) taken.add(word); // where a stamp goes
    else if (label && value && label.length <= LONGEST_LABEL && !/^\d+$/.test(label)) {
      const from = word.box.width * shareOf(word.text, word.text.length - value.length);
      taken.add(word);
      const box = { ...word.box, x: word.box.x + from, width: word.box.width - from };
      found.push({ name: label, value, box, core: box });
    }
  }
  for (const word of words) {
    if (taken.has(word) || !isLabel(word.text) || isHead(word.text)) continue;
    const [label] = divided(word.text);
    const beside = rightOf(word, words.filter((other) => other !== word && !taken.has(other)));
    if (!beside || isLabel(beside.text) || isHead(beside.text) || /^[(（].{0,4}[)）]$/.test(beside.text)) continue;
    taken.add(word).add(beside);
    found.push({ name: whole(word, label || plain(word.text), words), value: beside.text, box: beside.box, core: beside.box });
  }
  for (const word of words) {
    if (taken.has(word) || !isHead(word.text)) continue;
    const below = under(word, words.filter((other) => other !== word && !taken.has(other) && !isHead(other.text)));
    if (!below) continue;
    taken.add(word).add(below);
    found.push({ name: plain(word.text), value: below.text, box: asWideAs(below.box, word.box), core: below.box });
  }
  const names: string[] = [];
  return inRows(found).map(({ name, box, value, core }) => {
    const free = freeName(name, names);
    names.push(free);
    return { id: newId(), name: free, quad: quadOf(apart(roomy(box, width, words), core, found)), hint: hintOf(value) };
  });
}

/** Order values as they are read: row by row from the top down, those of a row from left to right. */
function inRows(found: readonly Found[]): Found[] {
  const middle = ({ core }: Found): number => core.y + core.height / 2;
  const rows: Found[][] = [];
  for (const one of [...found].sort((a, b) => middle(a) - middle(b))) {
    const row = rows.at(-1);
    const first = row?.[0];
    if (row && first && middle(one) - middle(first) < SAME_ROW * Math.min(one.core.height, first.core.height)) row.push(one);
    else rows.push([one]);
  }
  return rows.flatMap((row) => row.sort((a, b) => a.core.x - b.core.x));
}

/** Cut what was left around a value where it would reach into others: half-way between the two. */
function apart(wide: Box, value: Box, found: readonly { core: Box }[]): Box {
  let [left, right] = [wide.x, wide.x + wide.width];
  for (const { core } of found) {
    const isLevel = core.y < value.y + value.height && value.y < core.y + core.height;
    if (!isLevel) continue;
    if (core.x >= value.x + value.width) right = Math.min(right, (value.x + value.width + core.x) / 2);
    if (core.x + core.width <= value.x) left = Math.max(left, (core.x + core.width + value.x) / 2);
  }
  return { ...wide, x: left, width: right - left };
}

/** What a value looks like. */
export function hintOf(value: string): Hint {
  const text = value.trim();
  if (/^\d{4}\s*[年\-/.]\s*\d{1,2}\s*[月\-/.]\s*\d{1,2}\s*日?$/.test(text) || /^\d{1,2} [A-Z][a-z]+ \d{4}$/.test(text)) return 'date';
  if (/^[¥￥$€£]\s?[\d,]+(\.\d+)?$/.test(text) || /^[\d,]+\.\d{2}$/.test(text)) return 'amount';
  if (/^\d[\d -]{4,}$/.test(text)) return 'digits';
  return null;
}

/** A label of which only the last character was read with the colon: its first ones stand far to the left. */
function whole(word: Word, name: string, words: readonly Word[]): string {
  if (name.length > 1 || !/[一-鿿]/.test(name)) return name;
  const { box } = word;
  const before = words.find((other) => {
    const gap = box.x - (other.box.x + other.box.width);
    const isLevel = Math.abs(other.box.y + other.box.height / 2 - box.y - box.height / 2) < SAME_ROW * box.height;
    return other !== word && isLevel && gap > 0 && gap < 8 * box.height && /^[一-鿿]{1,2}$/.test(other.text);
  });
  return before ? before.text + name : name;
}

/** A value below the head of its column may be as wide as both: numbers stand to the right of it, words to the left. */
function asWideAs(box: Box, head: Box): Box {
  const x = Math.min(box.x, head.x);
  return { ...box, x, width: Math.max(box.x + box.width, head.x + head.width) - x };
}

/** A line's label and value: around its first colon, after a word in brackets, or after `No`; empty where it has none. */
function divided(text: string): [string, string] {
  const [, label = '', value = ''] = /^[(（](\S{1,6})[)）]\s*(\S.*)$/.exec(text) ?? /^(no\.?|№)[:：]?\s*(\d.*)$/i.exec(text) ?? [];
  if (value) return [label, value];
  const place = text.search(/[:：]/);
  if (place < 0) return ['', ''];
  return [plain(text.slice(0, place)), text.slice(place + 1).trim()];
}

function plain(text: string): string {
  const bare = text.replace(/[:：]\s*$/, '').trim().replace(/^[(（]([^()（）]+)[)）]$/, '$1');
  // labels are often spread out by wide spaces
  return /[一-鿿]/.test(bare) ? bare.replace(/\s+/g, '') : bare;
}

function isLabel(text: string): boolean {
  return (/[:：]\s*$/.test(text) && text.length <= LONGEST_LABEL + 1) || LABELS.test(plain(text));
}

function isHead(text: string): boolean {
  return HEADS.test(plain(text)) && plain(text).length <= LONGEST_LABEL && !/[:：]/.test(text);
}

/** Which share of a line its first `count` characters take: Chinese ones are about twice as wide as others. */
function shareOf(text: string, count: number): number {
  const widths = Array.from(text, (mark) => (/[ᄀ-￥]/.test(mark) ? 1 : 0.55));
  const sum = (list: readonly number[]): number => list.reduce((total, one) => total + one, 0);
  return sum(widths.slice(0, count)) / Math.max(sum(widths), 1);
}

function rightOf(label: Word, others: readonly Word[]): Word | null {
  const { box } = label;
  const candidates = others.filter((other) => {
    const overlap = Math.min(box.y + box.height, other.box.y + other.box.height) - Math.max(box.y, other.box.y);
    const gap = other.box.x - (box.x + box.width);
    return overlap > SAME_ROW * Math.min(box.height, other.box.height) && gap > -0.3 * box.height && gap < REACH * box.height;
  });
  return candidates.sort((a, b) => a.box.x - b.box.x)[0] ?? null;
}

function under(head: Word, others: readonly Word[]): Word | null {
  const middle = head.box.x + head.box.width / 2;
  const candidates = others.filter(({ box }) => {
    const gap = box.y - (head.box.y + head.box.height);
    const isNear = Math.abs(box.x + box.width / 2 - middle) < Math.max(head.box.width, box.width, 4 * head.box.height);
    return gap > -0.2 * head.box.height && gap < 4 * head.box.height && isNear;
  });
  const far = ({ box }: Word): number => box.y - head.box.y + Math.abs(box.x + box.width / 2 - middle) / 4;
  return candidates.sort((a, b) => far(a) - far(b))[0] ?? null;
}

/** Leave some room around a value, more to its right where nothing stands; not into what stands beside it. */
function roomy(box: Box, width: number, words: readonly Word[]): Box {
  const room = ROOM * box.height;
  const beside = rightOf({ text: '', quad: quadOf(box), box }, words.filter((word) => word.box.x >= box.x + box.width - 1));
  const limit = Math.min(beside ? beside.box.x - room : width - 1, box.x + box.width + 2 * box.height);
  const x = Math.max(box.x - room, 0);
  return { x, y: Math.max(box.y - room, 0), width: Math.max(limit, box.x + box.width) - x, height: box.height + 2 * room };
}
