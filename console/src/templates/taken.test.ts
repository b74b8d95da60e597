import { describe, expect, test } from 'vitest';
import { chosen } from './taken';

function file(name: string, path = ''): File {
  return { name, webkitRelativePath: path } as File;
}

function names(...files: File[]): string[] {
  return chosen(files).map((taken) => taken.name);
}

describe('files that were chosen', () => {
  test('are all taken, whatever they are', () => {
    expect(names(file('b.png'), file('a.dat'))).toEqual(['a.dat', 'b.png']);
  });

  test('of a folder are its pictures and PDFs, called by their places in it', () => {
    expect(names(file('a.JPG', 'box/may/a.JPG'), file('b.pdf', 'box/b.pdf'), file('notes.txt', 'box/notes.txt'))).toEqual(['box/b.pdf', 'box/may/a.JPG']);
  });

  test('of a folder are not those that are hidden', () => {
    expect(names(file('._a.png', 'box/._a.png'), file('b.png', 'box/.trash/b.png'))).toEqual([]);
  });

  test('come as people count', () => {
    expect(names(file('10.png'), file('9.png'))).toEqual(['9.png', '10.png']);
  });
});
