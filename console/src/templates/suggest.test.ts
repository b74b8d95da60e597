import { describe, expect, test } from 'vitest';
import { boxOf, quadOf } from '../picture/geometry';
import { snapped } from './snap';
import { hintOf, suggestFields, type Line } from './suggest';

function line(text: string, x: number, y: number, width: number, height = 20): Line {
  return { text, quad: quadOf({ x, y, width, height }) };
}

function named(lines: readonly Line[]): Record<string, { x: number; y: number; width: number; height: number }> {
  return Object.fromEntries(suggestFields(lines, 1000).map((field) => [field.name, boxOf(field.quad)]));
}

describe('suggested fields', () => {
  test('stand on the value behind a colon, not on the label', () => {
    const box = named([line('开票日期：2024年5月17日', 100, 50, 230)])['开票日期'];
    expect(box?.x).toBeGreaterThan(160);
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeGreaterThanOrEqual(330);
  });

  test('stand on the value to the right of a label', () => {
    const box = named([line('地址、电话：', 100, 50, 110), line('学府路325号', 220, 51, 130)])['地址、电话'];
    expect(box?.x).toBeLessThanOrEqual(220);
    expect(box?.x).toBeGreaterThan(210);
  });

  test('take a label apart whose characters are spread out as one', () => {
    expect(Object.keys(named([line('名', 100, 50, 20), line('称：', 190, 50, 30), line('青禾软件有限公司', 230, 50, 160)]))).toEqual(['名称']);
  });

  test('stand below the heads of columns, and reach into no other', () => {
    const found = named([line('数量', 100, 50, 40), line('单价', 200, 50, 40), line('13', 110, 90, 20), line('781.26', 190, 90, 60)]);
    expect(Object.keys(found)).toEqual(['数量', '单价']);
    expect((found['数量']?.x ?? 0) + (found['数量']?.width ?? 0)).toBeLessThanOrEqual(found['单价']?.x ?? 0);
  });

  test('know a number behind No, and an amount behind a word in brackets', () => {
    expect(Object.keys(named([line('No 27474315', 600, 20, 120), line('（小写）￥13181.87', 600, 60, 180)]))).toEqual(['No', '小写']);
  });

  test('know an amount beside a word in brackets that stands alone', () => {
    expect(Object.keys(named([line('（小写）', 600, 60, 70), line('￥376.23', 680, 61, 90)]))).toEqual(['小写']);
  });

  test('stand in the order in which they are read, though print of a row is not quite level', () => {
    const heads = [line('单价', 200, 50, 40), line('金额', 300, 50, 40)];
    const values = [line('55.42', 205, 92, 40), line('15201.70', 290, 90, 70)];
    expect(Object.keys(named([...heads, ...values]))).toEqual(['单价', '金额']);
  });

  test('leave alone where a stamp goes, and titles', () => {
    expect(named([line('销售方：（章）', 100, 50, 120), line('增值税普通发票', 300, 10, 200)])).toEqual({});
  });

  test('have names that differ', () => {
    expect(Object.keys(named([line('日期：1月1日', 10, 10, 100), line('日期：2月2日', 10, 60, 100)]))).toEqual(['日期', '日期 2']);
  });
});

describe('hints', () => {
  test.each([
    ['2024年5月17日', 'date'],
    ['2024-05-17', 'date'],
    ['¥1,280.50', 'amount'],
    ['460.34', 'amount'],
    ['27474315', 'digits'],
    ['91202431XY30QYX7G5', null],
    ['13%', null],
  ])('of %s: %s', (value, hint) => expect(hintOf(value)).toBe(hint));
});

describe('a box that was drawn by hand', () => {
  const lines = [line('青禾软件有限公司', 100, 100, 200)];

  test('is drawn to the line that it holds', () => {
    expect(boxOf(snapped(quadOf({ x: 92, y: 91, width: 212, height: 40 }), lines))).toEqual({ x: 95, y: 95, width: 210, height: 30 });
  });

  test('keeps an edge that is far from it', () => {
    expect(boxOf(snapped(quadOf({ x: 92, y: 91, width: 400, height: 40 }), lines))).toMatchObject({ x: 95, width: 397 });
  });

  test('stays as it is where there is no line, or it is aslant', () => {
    const away = quadOf({ x: 500, y: 500, width: 50, height: 50 });
    expect(snapped(away, lines)).toEqual(away);
    const aslant = [[92, 91], [304, 111], [304, 151], [92, 131]] as const;
    expect(snapped(aslant, lines)).toEqual(aslant);
  });
});
