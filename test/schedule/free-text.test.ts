import { describe, expect, test } from 'vitest';
import { freeTextOf, optionAtEnd, whenAtEnd } from '../../src/schedule/free-text.ts';
import { parseCommand } from '../../src/schedule/parse-command.ts';

/** Tuesday, 10 in the morning. */
const CONTEXT = { now: Temporal.Instant.from('2026-11-24T13:00:00Z'), timezone: 'America/Sao_Paulo' };

describe('the free text of a command', () => {
  test.for([
    ['amanhã 9h grupo vendas mensagem Olá, pessoal', 'Olá, pessoal'],
    ['amanhã 9h grupo vendas: Olá!', 'Olá!'],
    ['grupo vendas mensagem um\ndois ', 'um\ndois'],
    ['amanhã 9h grupo vendas mensagem "Olá"', null],
    ['mensagem "Olá" amanhã 9h grupo vendas', null],
    ['amanhã 9h grupo vendas modelo bomdia', null],
    ['amanhã 9h grupo vendas mensagem', null],
  ] as const)('of “%s”', ([words, text]) => {
    const free = freeTextOf(words);
    expect(free?.text ?? null).toBe(text);
    if (free) expect(words.slice(free.start).trimEnd()).toBe(text);
  });
});

describe('a text that ends in a day and an hour', () => {
  test.for([
    ['Reunião amanhã às 10h', 'Reunião', 'amanhã às 10h'],
    ['Reunião para sexta 14h!', 'Reunião', 'para sexta 14h'],
    ['A feira abre às 8h no sábado', 'A feira abre', 'às 8h no sábado'],
    ['Fechamos em 25/12 às 18h.', 'Fechamos', 'em 25/12 às 18h'],
    ['Treino, toda quinta 19h30', 'Treino', 'toda quinta 19h30'],
    ['Linha um\nEncontro dia 5 às 9h', 'Linha um\nEncontro', 'dia 5 às 9h'],
  ] as const)('“%s”', ([text, head, tail]) => {
    expect(whenAtEnd(text, CONTEXT)).toEqual({ head, tail });
  });

  test.for([
    'Bom dia!',
    'Reunião às 10h',
    'Até amanhã',
    'Amanhã às 10h tem reunião',
    'Te ligo daqui a 20 minutos',
    'Abrimos de segunda a sexta das 9h às 18h',
    'Ontem às 10h fechamos',
    'A reunião foi ontem às 10h',
    'A reunião foi hoje às 8h',
    '',
  ])('“%s” does not', text => {
    expect(whenAtEnd(text, CONTEXT)).toBe(null);
  });
});

describe('an option at the end of the text', () => {
  const found = (words: string) => optionAtEnd(words, parseCommand(words, CONTEXT), CONTEXT);

  test.for([
    ['todo dia 9h grupo vendas mensagem Bom dia sem feriados', 'Bom dia', 'sem feriados'],
    ['toda sexta 9h grupo vendas mensagem Promoção, 3 vezes', 'Promoção', '3 vezes'],
    ['todo dia 9h grupo vendas mensagem Tomar o remédio por 10 dias.', 'Tomar o remédio', 'por 10 dias'],
    ['todo dia 9h grupo vendas mensagem Bom dia exceto domingo', 'Bom dia', 'exceto domingo'],
    ['todo dia 9h grupo vendas mensagem Oi sem feriados 5 vezes', 'Oi', 'sem feriados 5 vezes'],
    ['todo dia 9h grupo vendas mensagem Reunião marcar todos', 'Reunião', 'marcar todos'],
  ] as const)('“%s”', ([words, head, tail]) => {
    expect(found(words)).toMatchObject({ head, tail });
  });

  test.for([
    'todo dia 9h grupo vendas mensagem Bom dia',
    'todo dia 9h grupo vendas mensagem Sem feriados é que não dá',
    'todo dia 9h grupo vendas mensagem "Bom dia sem feriados"',
    'todo dia 9h grupo vendas mensagem Promoção até sexta',
    'todo dia 9h grupo vendas mensagem Abrimos sábado às 8h',
    'todo dia 9h grupo vendas mensagem Fale com o grupo suporte',
    'todo dia 9h grupo vendas mensagem sem feriados',
    'todo dia 9h grupo vendas modelo bomdia sem feriados',
    'todo dia 9h sem feriados grupo vendas mensagem Bom dia sem feriados',
  ])('“%s” has none', words => {
    expect(found(words)).toBe(null);
  });
});
