import { describe, expect, test } from 'vitest';
import type { Point } from '../picture/geometry';
import { along, edgesOf } from './strip';

describe('points along a line', () => {
  test('stand at equal distances, the ends among them', () => {
    expect(along([[0, 0], [10, 0], [10, 10]], 5)).toEqual([[0, 0], [5, 0], [10, 0], [10, 5], [10, 10]]);
  });

  test('of a line without length are all the same', () => {
    expect(along([[3, 4], [3, 4]], 3)).toEqual([[3, 4], [3, 4], [3, 4]]);
  });
});

describe('the edges of a text path', () => {
  test('run both in reading order', () => {
    const quad: Point[] = [[0, 0], [100, 0], [100, 20], [0, 20]];
    const { upper, lower } = edgesOf(quad, 3);
    expect(upper).toEqual([[0, 0], [50, 0], [100, 0]]);
    expect(lower).toEqual([[0, 20], [50, 20], [100, 20]]);
  });
});
