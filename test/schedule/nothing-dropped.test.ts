import { describe, expect, test } from 'vitest';
import { meaning, when } from './helpers/read.ts';

/**
 * The promise that no word is dropped: whatever is said beside a when that was understood must change what is sent, or be a problem.
 */
const WHENS = [
  'amanhã 9h',
  'sexta 19h',
  '20/07 às 8h',
  'daqui a 2 horas',
  'todo dia 9h',
  'toda segunda e quinta 9h',
  'de segunda a sexta 18h',
  'todo dia 5 9h',
  'toda última sexta do mês 17h',
  'todo 5º dia útil 9h',
  'todo natal 9h',
  'a cada 3 horas',
  'a cada 2 horas das 8h às 18h',
  'a cada 2 dias 18h',
  'quinzenal na sexta 9h',
  'a cada 2 semanas 9h',
  'todo dia 31 9h',
  '0 9 . . 1-5',
  'todo dia 9h de 01/07 a 20/07',
  'agora',
];
const ADDITIONS = [
  'amanhã',
  'hoje',
  'domingo',
  '25/09',
  'véspera de natal',
  'às 7h',
  '7h15',
  'à noite',
  'daqui a 3 dias',
  'em 40 minutos',
  'semana que vem',
  'mês que vem',
  'toda terça',
  'todo mês',
  'todo dia 12',
  'a cada 3 dias',
  'mensalmente',
  'primeira terça do mês',
  'todo dia 3 de maio',
  '3 vezes por dia',
  '2 vezes',
  'por 3 dias',
  'por 2 meses',
  'até 10/07/2026',
  'a partir de 01/07/2026',
  'de 03/07 a 05/07',
  'das 10h às 12h',
  'exceto quarta',
  'exceto feriados',
  'só em agosto',
  'ou próximo dia útil',
  'só nos meses que têm dia 31',
  'horário de Tóquio',
  'na quarta da semana que vem',
  'esta noite às 8',
  'se atrasar pula',
  'marcar todos',
  'não',
  '7',
  'talvez',
];

/** Additions that say again what the when has said already. */
const SAID_ALREADY: Record<string, string[]> = {
  'amanhã 9h': ['amanhã'],
  'sexta 19h': ['à noite', 'daqui a 3 dias'],
  'de segunda a sexta 18h': ['à noite', 'toda terça'],
  'todo dia 5 9h': ['todo mês', 'mensalmente'],
  'todo dia 31 9h': ['todo mês', 'mensalmente'],
  'toda última sexta do mês 17h': ['todo mês', 'mensalmente'],
  'todo 5º dia útil 9h': ['todo mês', 'mensalmente', 'exceto feriados'],
  'a cada 2 horas das 8h às 18h': ['à noite'],
  'a cada 2 dias 18h': ['à noite'],
};

/** Limits that change nothing that the next sends, the total or the last show, yet are kept in the rule. */
const kept = (text: string) => {
  const { rule, ...reading } = when(text);
  return JSON.stringify({ ...meaning({ ...reading, rule }), rule });
};

describe('a word more is a change or a question', () => {
  test.for(
    WHENS.flatMap(base => ADDITIONS.map(addition => [base, addition] as const)).filter(
      ([base, addition]) => !SAID_ALREADY[base]?.includes(addition),
    ),
  )('%s + %s', ([base, addition]) => {
    expect(when(base).problems).toEqual([]);
    expect(kept(`${base} ${addition}`)).not.toBe(kept(base));
    expect(kept(`${addition} ${base}`)).not.toBe(kept(base));
  });
});
