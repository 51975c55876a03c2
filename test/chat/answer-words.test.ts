import { describe, expect, test } from 'vitest';
import { looksLikeAnswer, readAnswer, yesOrNo } from '../../src/chat/answer-words.ts';
import { YES_NO } from '../../src/chat/command.ts';

describe('yes and no', () => {
  test.for(['sim', 'Sim!', 'SIM', 's', 'ok', 'Pode ser', '👍', '👍🏽', '✅'])('%s is a yes', text => {
    expect(yesOrNo(text)).toBe('sim');
  });
  test.for(['não', 'nao', 'NÃO.', 'n', 'deixa pra lá', '❌', '👎🏿', '❌\uFE0F'])('%s is a no', text => {
    expect(yesOrNo(text)).toBe('não');
  });
  test.for(['simples', 'sim, mas às 10h', 'não sei', 'talvez', '', '❤️', '3'])('“%s” is neither', text => {
    expect(yesOrNo(text)).toBeNull();
  });
});

describe('choices', () => {
  const options = ['Vendas SP', 'Vendas RJ', 'não'];
  test.for([
    ['1', 'Vendas SP'],
    ['2.', 'Vendas RJ'],
    ['2)', 'Vendas RJ'],
    ['o 2', 'Vendas RJ'],
    ['opção 1', 'Vendas SP'],
    ['vendas rj', 'Vendas RJ'],
    ['Não', 'não'],
  ] as const)('%s chooses %s', ([text, option]) => {
    expect(readAnswer(options, text)?.option).toBe(option);
  });
  test.for(['0', '4', 'vendas', '1 e 2', '12', 'sim'])('%s chooses nothing', text => {
    expect(readAnswer(options, text)).toBeNull();
  });
  test('a number answers no yes-or-no question', () => {
    expect(readAnswer(YES_NO, '1')).toBeNull();
    expect(readAnswer(YES_NO, '👍')).toEqual({ index: 0, option: 'sim' });
  });
});

test.for([
  ['sim', true],
  ['2', true],
  ['pausar 2', false],
  ['20/11', false],
  ['123', false],
] as const)('%s can only be an answer: %s', ([text, expected]) => {
  expect(looksLikeAnswer(text)).toBe(expected);
});
