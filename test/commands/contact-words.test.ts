import { describe, expect, test } from 'vitest';
import { readContactWords } from '../../commands/shared/contact-words.ts';

const nothing = { lead: '', name: null, phones: [], birthDate: null, variables: {} };

describe('what is typed about a contact', () => {
  test.for([
    ['Ana Lima 11 98765-4321', { lead: 'Ana Lima', phones: ['11 98765-4321'] }],
    ['11 98765-4321 Ana Lima', { lead: 'Ana Lima', phones: ['11 98765-4321'] }],
    ['Ana Lima, (11) 98765 4321', { lead: 'Ana Lima', phones: ['(11) 98765 4321'] }],
    ['Ana Lima telefone: +55 11 98765-4321', { lead: 'Ana Lima', phones: ['+55 11 98765-4321'] }],
    ['“Ana 2” número 123', { lead: 'Ana 2', phones: ['123'] }],
    ['Ana nascimento 1/3/1990', { lead: 'Ana', birthDate: '1990-03-01' }],
    [
      'Ana nascida em 29.02.2000 cidade=Recife',
      { lead: 'Ana', birthDate: '2000-02-29', variables: { cidade: 'Recife' } },
    ],
    ['Ana empresa="Lima & Filhos" cidade=', { lead: 'Ana', variables: { empresa: 'Lima & Filhos', cidade: '' } }],
    ['Ana nome Ana Maria telefone=11 98765-4321', { lead: 'Ana', name: 'Ana Maria', phones: ['11 98765-4321'] }],
    ['Ana\n11 98765-4321\ncidade=Recife', { lead: 'Ana', phones: ['11 98765-4321'], variables: { cidade: 'Recife' } }],
    ['', {}],
  ] as const)('%s', ([typed, expected]) => {
    expect(readContactWords(typed)).toEqual({ ...nothing, ...expected });
  });

  test.for([
    ['Ana 11 98765-4321 nascimeto 12 de março', 'unread_words'],
    ['Ana nascimento 31/02/1990', 'invalid_birth_date'],
    ['Ana nascimento 12/03', 'invalid_birth_date'],
  ] as const)('%s is refused: %s', ([typed, code]) => {
    expect(() => readContactWords(typed)).toThrow(expect.objectContaining({ code }));
  });
});
