import { describe, expect, test } from 'vitest';
import { tokenize } from '../../src/schedule/tokenize.ts';

const texts = (text: string) => tokenize(text).map(token => token.text);

describe('tokens', () => {
  test.for<[string, string[]]>([
    ['Terça às 9h30', ['terca', 'as', '9', 'h', '30']],
    ['1º/12', ['1', 'o', '/', '12']],
    ['2° e 3ª', ['2', 'o', 'e', '3', 'a']],
    ['seg–sex', ['seg', '-', 'sex']],
    ['hj amnh dps', ['hoje', 'amanha', 'depois']],
    ['setxa segundda', ['sexta', 'segunda']],
    ['p/ grupo', ['para', 'grupo']],
    ['grupo "a b" c', ['grupo', 'a b', 'c']],
    ['“a” ‘b’ «c»', ['a', 'b', 'c']],
    ['d\'água 9"', ['d', "'", 'agua', '9', '"']],
    ['amanha\u0303 9h', ['amanha', '9', 'h']],
    ['a\u200bb', ['a', 'b']],
    ['', []],
  ])('%j', ([text, expected]) => {
    expect(texts(text)).toEqual(expected);
  });

  test('places are those of the text as typed', () => {
    const text = ' é  "x y"\n9h';
    expect(tokenize(text).map(token => text.slice(token.start, token.end))).toEqual(['é', '"x y"', '9', 'h']);
    expect(tokenize(text).map(token => [token.glued, token.firstOfLine])).toEqual([
      [false, true],
      [false, false],
      [false, true],
      [true, false],
    ]);
  });
});
