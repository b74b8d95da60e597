import { describe, expect, test } from 'vitest';
import type { Quad } from '../picture/geometry';
import { asCsv } from './csv';
import { exported, fileName, parsed } from './exported';
import { nudged } from './keys';
import { freeName, fromWire, History, moved, toWire } from './model';


const QUAD: Quad = [[10, 20], [110, 20], [110, 50], [10, 50]];

describe('fields over the wire', () => {
  test('are corners to a tenth of a pixel, a name, and a hint where there is one', () => {
    const quad: Quad = [[10.04, 20], [110.26, 20], [110, 50], [10, 50]];
    expect(toWire([{ id: 'a', name: '金额', quad, hint: 'amount' }, { id: 'b', name: '备注', quad: QUAD, hint: null }])).toEqual([
      [[[10, 20], [110.3, 20], [110, 50], [10, 50]], '金额', 'amount'],
      [QUAD, '备注'],
    ]);
  });

  test('come back as they were sent', () => {
    const [field] = fromWire([[QUAD, 'number', { regex: '[A-Z]{2}' }]]);
    expect(field).toMatchObject({ name: 'number', quad: QUAD, hint: { regex: '[A-Z]{2}' } });
  });

  test.each([[null], [[[QUAD]]], [[[QUAD.slice(1), 'name']]], [[[QUAD, 7]]]])('are refused when they are none: %j', (template) => {
    expect(() => fromWire(template)).toThrow(TypeError);
  });
});

describe('a history', () => {
  test('goes back and forward again', () => {
    const history = new History(1);
    history.push(2);
    history.push(3);
    history.undo();
    expect(history.present).toBe(2);
    history.undo();
    history.undo();
    expect([history.present, history.canUndo]).toEqual([1, false]);
    history.redo();
    expect([history.present, history.canRedo]).toEqual([2, true]);
  });

  test('forgets what was taken back once something else is done', () => {
    const history = new History('a');
    history.push('b');
    history.undo();
    history.push('c');
    expect([history.present, history.canRedo]).toEqual(['c', false]);
  });
});

describe('a quad and the keys', () => {
  test('is moved by a pixel, or by ten with Shift', () => {
    expect(nudged(QUAD, { key: 'ArrowLeft', shiftKey: false, altKey: false })?.[0]).toEqual([9, 20]);
    expect(nudged(QUAD, { key: 'ArrowDown', shiftKey: true, altKey: false })?.[2]).toEqual([110, 60]);
  });

  test('grows with Alt, its upper left corner staying', () => {
    expect(nudged(QUAD, { key: 'ArrowRight', shiftKey: false, altKey: true })).toEqual([[10, 20], [111, 20], [111, 50], [10, 50]]);
  });

  test('heeds no others', () => {
    expect(nudged(QUAD, { key: 'a', shiftKey: false, altKey: false })).toBeNull();
  });
});

describe('names and order', () => {
  test('a name that is taken gets a number', () => {
    expect(freeName('Field', ['Field', 'Field 2'])).toBe('Field 3');
  });

  test('an entry is moved to another place', () => {
    expect(moved(['a', 'b', 'c'], 2, 0)).toEqual(['c', 'a', 'b']);
  });

  test('a name becomes a file without what paths are made of', () => {
    expect(fileName('../增值税 发票:"2024"')).toBe('.._增值税_发票_2024_');
  });
});

describe('CSV', () => {
  test('quotes what holds commas, quotes and line breaks', () => {
    expect(asCsv([['a,b', 'say "hi"', 'two\nlines']])).toBe('\uFEFF"a,b","say ""hi""","two\nlines"\r\n');
  });

  test.each(['=1+1', '+cmd', '@SUM(A1)', '-2+3', '\tx'])('lets no spreadsheet compute %j', (text) => {
    expect(asCsv([[text]])).toContain(`'${text}`);
  });

  test.each(['-12.50', '¥1,280', '2024-05-17'])('leaves %j as it is', (text) => {
    expect(asCsv([[text]])).not.toContain("'");
  });
});

describe('a file with a template', () => {
  test.each(['', '{}', '[]', 'null', '{"kind":"sealstack-template","version":2}'])('is refused when it is none: %j', (text) => {
    expect(() => parsed(text)).toThrow(TypeError);
  });

  test('holds its name, fields and picture', () => {
    expect(parsed(exported('发票', [[QUAD, '金额']], 'AAAA'))).toMatchObject({ name: '发票', base64: 'AAAA', fields: [{ name: '金额' }] });
  });
});
