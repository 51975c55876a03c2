import { describe, expect, test } from 'vitest';
import { command } from './helpers/read.ts';

/** Tuesday 9 June 2026, 14:00. */
describe('a corrected line to copy', () => {
  test.for([
    ['sexta grupo loja modelo aviso', '/agendar sexta às 9h grupo loja modelo aviso'],
    ['amanhã 11 grupo loja modelo aviso', '/agendar amanhã às 11h grupo loja modelo aviso'],
    ['toda quintona 9h grupo loja modelo aviso', '/agendar toda quinta 9h grupo loja modelo aviso'],
    ['quinta 12/06 9h grupo loja modelo aviso', '/agendar 12/06/2026 9h grupo loja modelo aviso'],
    ['quinta que vem 9h grupo loja modelo aviso', '/agendar 11/06/2026 9h grupo loja modelo aviso'],
    ['hoje 9h grupo loja modelo aviso', '/agendar amanhã 9h grupo loja modelo aviso'],
    ['amanhã 9h70 grupo loja modelo aviso', '/agendar amanhã às 9h grupo loja modelo aviso'],
    ['amanhã às 8 e 20 grupo loja modelo aviso', '/agendar amanhã 8h20 grupo loja modelo aviso'],
    ['toda sexta 17h mensagem Bom descanso', '/agendar toda sexta às 17:00 grupo vendas mensagem "Bom descanso"'],
    ['amanhã 9h contato João Sá', '/agendar quarta-feira, 10/06/2026 às 09:00 contato "João Sá" modelo bomdia'],
    [
      'amanhã 9h número 98888-7777 modelo aviso nome=Rui',
      '/agendar quarta-feira, 10/06/2026 às 09:00 número 11 98888-7777 modelo aviso nome="Rui"',
    ],
    ['amanhã 9h blablá grupo loja modelo aviso', '/agendar quarta-feira, 10/06/2026 às 09:00 grupo loja modelo aviso'],
    ['', '/agendar amanhã às 9h grupo vendas modelo bomdia'],
  ] as const)('%s → %s', ([text, line]) => {
    expect(command(`/agendar ${text}`).suggestion).toBe(line);
    expect(command(line).problems).toEqual([]);
  });

  test('none where only the writer can know', () => {
    expect(command('/agendar mensalmente 9h grupo loja modelo aviso').suggestion).toBeNull();
  });

  test('none beside a command without a fault', () => {
    expect(command('/agendar amanhã 9h grupo loja modelo aviso').suggestion).toBeNull();
  });
});

describe('words that only chrono knows', () => {
  test('fill the example, and are still refused', () => {
    expect(command('/agendar Aug 13 at 9am grupo loja modelo aviso')).toMatchObject({
      kind: 'error',
      reason: 'unread_words',
      suggestion: '/agendar 13/08/2026 às 09:00 grupo loja modelo aviso',
    });
  });

  test.for(['blablá', 'Aug 13', 'x'.repeat(500)])('%s gives the usual example', words => {
    expect(command(`/agendar ${words} grupo loja modelo aviso`).suggestion).toBe(
      '/agendar amanhã às 9h grupo loja modelo aviso',
    );
  });
});
