import { expect, describe as group, test } from 'vitest';
import { describe } from '../../src/schedule/describe.ts';
import { parseChange } from '../../src/schedule/parse-change.ts';
import { command, NOW, when } from './helpers/read.ts';

/** Tuesday, 9 June 2026, 14:00: the sentence and the first send, or the kind and reason of what is not scheduled. */
const told = (text: string) => {
  const { kind, reason, rule, anchor, timezone, next } = when(text);
  if (!rule || anchor === null || reason) return [kind, reason];
  return [describe({ rule, anchor, timezone }), next?.[0] ?? null];
};
const isTold = ([text, ...expected]: readonly (string | null)[]) => expect(told(text!)).toEqual(expected);

group('a date beside months or years repeats with them; only days and weeks make a daily run of it', () => {
  test.for([
    ['dia 20 10h por 4 meses', 'todo dia 20 às 10:00 a partir de 20/06/2026, 4 vezes', '2026-06-20T10:00'],
    ['dia 3 às 7h por um ano', 'todo dia 3 às 07:00 a partir de 03/07/2026, 12 vezes', '2026-07-03T07:00'],
    ['12/10 8h por 2 anos', 'todo dia 12 de outubro às 08:00 a partir de 12/10/2026, 2 vezes', '2026-10-12T08:00'],
    ['15/08 8h durante 6 meses', 'todo dia 15 às 08:00 a partir de 15/08/2026, 6 vezes', '2026-08-15T08:00'],
    [
      'dia dos pais 9h por 3 anos',
      'todo segundo domingo de agosto às 09:00 a partir de 09/08/2026, 3 vezes',
      '2026-08-09T09:00',
    ],
    [
      'dia 20 8h e 18h por 2 meses',
      'todo dia 20 às 08:00 e às 18:00 a partir de 20/06/2026, 4 vezes',
      '2026-06-20T08:00',
    ],
    ['dia 9 10h por 3 meses', 'todo dia 9 às 10:00 a partir de 09/07/2026, 3 vezes', '2026-07-09T10:00'],
    ['dia 20 10h por 4 dias', 'todo dia às 10:00 a partir de 20/06/2026, 4 vezes', '2026-06-20T10:00'],
    ['dia 20 10h por 2 semanas', 'todo dia às 10:00 a partir de 20/06/2026, 14 vezes', '2026-06-20T10:00'],
    ['amanhã 10h por 4 meses', 'ask', 'ambiguous_recurrence'],
    ['dia 20 10h por 1 mês', 'ask', 'ambiguous_recurrence'],
    ['12/10 8h por um ano', 'ask', 'ambiguous_recurrence'],
    ['12/10 e 15/11 8h por 2 anos', 'ask', 'ambiguous_recurrence'],
    ['12/10 e 13/10 8h por 2 dias', 'ask', 'ambiguous_recurrence'],
    ['páscoa 8h por 3 anos', 'error', 'unsupported_rule'],
  ])('%s', isTold);

  test.for([
    ['por 6 meses', 'todo dia 20 às 10:00 a partir de 20/06/2026, 6 vezes'],
    ['por 2 anos', 'todo dia 20 de junho às 10:00 a partir de 20/06/2026, 2 vezes'],
    ['por 5 dias', 'todo dia às 10:00 a partir de 20/06/2026, 5 vezes'],
  ])('an edit of a one-off on the 20th: %s', ([text, expected]) => {
    const { rule, anchor, timezone } = when('20/06 10h');
    const { timed } = parseChange(text!, { rule: rule!, anchor: anchor!, timezone }, NOW);
    expect(describe(timed!)).toBe(expected);
  });
});

group('a range that has begun is now, and one that has just passed is asked about', () => {
  test.for([
    ['de 05/06 a 15/06 9h', 'todo dia às 09:00 a partir de 05/06/2026 até 15/06/2026', '2026-06-10T09:00'],
    ['todo dia 9h de 1 a 30 de junho', 'todo dia às 09:00 a partir de 01/06/2026 até 30/06/2026', '2026-06-10T09:00'],
    ['todo dia 9h entre 05/06 e 02/07', 'todo dia às 09:00 a partir de 05/06/2026 até 02/07/2026', '2026-06-10T09:00'],
    ['todo dia 9h do dia 5 ao dia 15', 'todo dia às 09:00 a partir de 05/06/2026 até 15/06/2026', '2026-06-10T09:00'],
    ['todo dia 9h do dia 25 ao dia 5', 'todo dia às 09:00 a partir de 25/06/2026 até 05/07/2026', '2026-06-25T09:00'],
    ['todo dia 9h de 05/06 até sexta', 'todo dia às 09:00 a partir de 05/06/2026 até 12/06/2026', '2026-06-10T09:00'],
    ['05/06 a 15/06 9h', 'todo dia às 09:00 a partir de 05/06/2026 até 15/06/2026', '2026-06-10T09:00'],
    ['todo dia 9h de 01/02 a 20/12', 'todo dia às 09:00 a partir de 01/02/2026 até 20/12/2026', '2026-06-10T09:00'],
    ['todo dia 9h de 20/12 a 05/01', 'todo dia às 09:00 a partir de 20/12/2026 até 05/01/2027', '2026-12-20T09:00'],
    ['todo dia 9h de 20/12 a 30', 'todo dia às 09:00 a partir de 20/12/2026 até 30/12/2026', '2026-12-20T09:00'],
    ['toda sexta 9h de março a julho', 'toda sexta às 09:00 a partir de 01/03/2026 até 31/07/2026', '2026-06-12T09:00'],
    [
      'toda sexta 9h de agosto a outubro',
      'toda sexta às 09:00 a partir de 01/08/2026 até 31/10/2026',
      '2026-08-07T09:00',
    ],
    ['todo dia 9h exceto de 05/06 a 15/06', 'todo dia às 09:00 exceto de 05/06/2026 a 15/06/2026', '2026-06-16T09:00'],
    ['todo dia 9h de 25/05 a 05/06', 'ask', 'ambiguous_date'],
    ['todo dia 9h exceto de 25/05 a 05/06', 'ask', 'ambiguous_date'],
    ['todo dia 9h de 20/08 a 10/08', 'error', 'until_before_start'],
  ])('%s', isTold);
});

group('what was to begin today at an hour that has passed is refused', () => {
  test.for([
    ['hoje 10h por 5 dias', 'error', 'past_time'],
    ['hoje 10h e 18h por 5 dias', 'error', 'past_time'],
    ['09/06 10h por 3 anos', 'error', 'past_time'],
    ['todo dia 10h de hoje até domingo', 'error', 'past_time'],
    ['todo dia 10h a partir de hoje', 'error', 'past_time'],
    ['hoje 18h por 5 dias', 'todo dia às 18:00 a partir de 09/06/2026, 5 vezes', '2026-06-09T18:00'],
    ['todo dia 10h e 18h a partir de hoje', 'todo dia às 10:00 e às 18:00 a partir de 09/06/2026', '2026-06-09T18:00'],
  ])('%s', isTold);
});

group('what can be read in two ways is asked about, and no word is swallowed', () => {
  test.for([
    ['todo dia 8,14,20h', 'ask', 'ambiguous_recurrence'],
    ['todo dia 8, 14, 20h', 'ask', 'ambiguous_recurrence'],
    ['todo dia 8,14h', 'ask', 'ambiguous_recurrence'],
    ['todos os dias da semana 8h', 'ask', 'ambiguous_recurrence'],
    ['todo dia da semana 8h', 'ask', 'ambiguous_recurrence'],
    ['todo dia 8h sem feriados estaduais', 'error', 'unread_words'],
    ['todo dia 8h menos feriado municipal', 'error', 'unread_words'],
    ['toda quarta sexta 8h', 'ask', 'ambiguous_recurrence'],
    ['segunda quinta 8h', 'ask', 'ambiguous_recurrence'],
    ['todas as sextas quartas 8h', 'ask', 'ambiguous_recurrence'],
    ['toda quarta 8h a sábado', 'ask', 'ambiguous_recurrence'],
    ['toda quarta 8h até sábado', 'ask', 'ambiguous_recurrence'],
    ['todo dia 8h toda quarta', 'ask', 'ambiguous_recurrence'],
    ['diariamente 8h às quartas', 'ask', 'ambiguous_recurrence'],
    ['amanhã -8h', 'error', 'invalid_time'],
    ['todo dia -8h30', 'error', 'invalid_time'],
    ['toda quarta 8h até mês que vem', 'ask', 'ambiguous_date'],
    ['toda quarta 8h até a próxima semana', 'ask', 'ambiguous_date'],
    ['todo dia 8h até o ano que vem', 'ask', 'ambiguous_date'],
    ['todo dia 8h até agosto', 'ask', 'ambiguous_date'],
    ['em agosto 8h', 'ask', 'ambiguous_date'],
    ['dia 7 de março e abril 8h', 'ask', 'ambiguous_recurrence'],
    ['amanhã sexta 8h', 'ask', 'weekday_date_conflict'],
    ['toda quarta 8h e toda sexta 10h', 'error', 'two_schedules'],
    ['amanhã 8h e sexta 10h', 'error', 'two_schedules'],
    ['sexta não 8h', 'ask', 'ambiguous_date'],
    ['a cada hora das 2 às 5 da tarde', 'ask', 'ambiguous_time'],
    ['de hora em hora das 8 às 5', 'ask', 'ambiguous_time'],
    ['a cada 2 horas das 9 às 9', 'ask', 'ambiguous_time'],
    ['todo dia 2x 8h e 20h', 'ask', 'ambiguous_recurrence'],
    ['todo mês uma vez dia 7 8h', 'ask', 'ambiguous_recurrence'],
    ['sábado de hora em hora das 8h às 10h por 2 semanas', 'ask', 'ambiguous_recurrence'],
    ['amanhã a cada hora das 8h às 10h por 2 dias', 'ask', 'ambiguous_recurrence'],
    ['todo dia 8h na quarta', 'ask', 'ambiguous_recurrence'],
    ['todo dia oito e vinte horas', 'ask', 'ambiguous_recurrence'],
    ['todo dia 8, 20h', 'ask', 'ambiguous_recurrence'],
    ['todos os dias 8 20h', 'ask', 'ambiguous_recurrence'],
    ['todo dia 8 a 20h', 'ask', 'ambiguous_recurrence'],
    ['próxima segunda a sexta 8h', 'ask', 'ambiguous_date'],
    ['todo dia 8h a partir do dia 5', 'ask', 'ambiguous_date'],
    ['todo dia 8h menos o fim do mês', 'ask', 'ambiguous_date'],
    ['todo dia 8h menos amanhã e sexta', 'ask', 'ambiguous_date'],
    ['todo dia 8h exceto 01/06', 'ask', 'ambiguous_date'],
    ['sexta a cada 2 horas', 'ask', 'ambiguous_recurrence'],
    ['sempre amanhã 8h', 'ask', 'ambiguous_recurrence'],
    ['sexta passada 8h', 'error', 'past_time'],
    ['há 3 dias 8h', 'error', 'past_time'],
    ['dois dias atrás 8h', 'error', 'past_time'],
    ['2 dias depois de amanhã 8h', 'error', 'unread_words'],
    ['quarta sim, sexta não 8h', 'error', 'unread_words'],
    ['8h em seguida', 'error', 'unread_words'],
  ])('%s', isTold);

  test.for([
    ['todo dia 8h até agosto', ['2026-07-31', '2026-08-31']],
    ['todo dia 8h até mês que vem', ['2026-06-30', '2026-07-31']],
    ['sexta à meia-noite', ['2026-06-12T00:00', '2026-06-13T00:00']],
    ['amanhã sexta 8h', ['2026-06-10']],
  ] as const)('%s: the dates to choose from', ([text, options]) => {
    expect(when(text).problems[0]!.options).toEqual(options);
  });
});

group('clear phrases are read', () => {
  test.for([
    ['toda santa quarta 8h', 'toda quarta às 08:00', '2026-06-10T08:00'],
    ['sempre aos sábados 8h', 'todo sábado às 08:00', '2026-06-13T08:00'],
    ['sempre no dia 7 8h', 'todo dia 7 às 08:00', '2026-07-07T08:00'],
    ['todo o dia 8h', 'todo dia às 08:00', '2026-06-10T08:00'],
    ['todos os 7 dias da semana 8h', 'todo dia às 08:00', '2026-06-10T08:00'],
    ['5ª 16h', 'quinta-feira, 11/06/2026 às 16:00', '2026-06-11T16:00'],
    ['ter-qui-sáb 8h', 'toda terça, quinta e sábado às 08:00', '2026-06-11T08:00'],
    ['de segunda a segunda 8h', 'de segunda a domingo às 08:00', '2026-06-10T08:00'],
    ['a cada hora das 22h às 2h', 'a cada hora das 22:00 às 02:00', '2026-06-09T22:00'],
    ['primeira segunda do mês 8h por 3 meses', 'toda primeira segunda do mês às 08:00, 3 vezes', '2026-07-06T08:00'],
    ['todo dia 8h e 20h, 2 vezes ao todo', 'todo dia às 08:00 e às 20:00, 2 vezes ao todo', '2026-06-09T20:00'],
    ['no próximo sábado e domingo 8h', 'em 13/06/2026 e 14/06/2026 às 08:00', '2026-06-13T08:00'],
    ['ter qui sáb 8h', 'toda terça, quinta e sábado às 08:00', '2026-06-11T08:00'],
    ['todo dia 20h e meia-noite', 'todo dia às 00:00 e às 20:00', '2026-06-09T20:00'],
    ['2 dias antes do dia 20 8h', 'quinta-feira, 18/06/2026 às 08:00', '2026-06-18T08:00'],
    ['uma semana depois de 10/07 8h', 'sexta-feira, 17/07/2026 às 08:00', '2026-07-17T08:00'],
    ['na véspera do dia dos pais 8h', 'sábado, 08/08/2026 às 08:00', '2026-08-08T08:00'],
    ['toda quarta 8h em agosto', 'toda quarta às 08:00, só em agosto', '2026-08-05T08:00'],
    [
      'toda quarta 8h em agosto de 2027',
      'toda quarta às 08:00 a partir de 01/08/2027 até 31/08/2027',
      '2027-08-04T08:00',
    ],
    ['em agosto, dia 7, 8h', 'sexta-feira, 07/08/2026 às 08:00', '2026-08-07T08:00'],
    ['todo dia 7 de março e setembro 8h', 'todo dia 7 às 08:00, só em março e setembro', '2026-09-07T08:00'],
    ['nas próximas 3 quartas 8h', 'toda quarta às 08:00, 3 vezes', '2026-06-10T08:00'],
    ['nas próximas 3 quartas 8h e 18h', 'toda quarta às 08:00 e às 18:00, 6 vezes', '2026-06-10T08:00'],
    ['todo dia 8h, quarta não', 'todo dia às 08:00 exceto quarta', '2026-06-11T08:00'],
    ['todo dia 8h (feriado não)', 'todo dia às 08:00 exceto feriados', '2026-06-10T08:00'],
    ['todo dia 8h, só não na quarta', 'todo dia às 08:00 exceto quarta', '2026-06-11T08:00'],
    ['toda quarta 8h menos a próxima', 'toda quarta às 08:00 exceto 10/06/2026', '2026-06-17T08:00'],
    [
      'toda quarta 8h exceto as próximas duas',
      'toda quarta às 08:00 exceto 10/06/2026 e 17/06/2026',
      '2026-06-24T08:00',
    ],
    ['todo dia 8h menos esta quinta', 'todo dia às 08:00 exceto 11/06/2026', '2026-06-10T08:00'],
    ['todo dia 8h exceto semana que vem', 'todo dia às 08:00 exceto de 15/06/2026 a 21/06/2026', '2026-06-10T08:00'],
    [
      'todo dia 8h exceto 10, 11 e 12 de junho',
      'todo dia às 08:00 exceto 10/06/2026, 11/06/2026 e 12/06/2026',
      '2026-06-13T08:00',
    ],
    ['todo dia 8h com exceção do dia 10/06', 'todo dia às 08:00 exceto 10/06/2026', '2026-06-11T08:00'],
    ['todo dia 7 8h menos em julho', 'todo dia 7 às 08:00, menos em julho', '2026-08-07T08:00'],
    [
      'todo dia 8h exceto feriados nacionais e estaduais de SP',
      'todo dia às 08:00 exceto feriados de SP',
      '2026-06-10T08:00',
    ],
    ['todo dia 8h inclusive domingo', 'todo dia às 08:00', '2026-06-10T08:00'],
    ['de segunda a sexta 8h, inclusive sábado', 'de segunda a sábado às 08:00', '2026-06-10T08:00'],
    ['7 ago 28 8h', 'segunda-feira, 07/08/2028 às 08:00', '2028-08-07T08:00'],
    ['7 do 8 às 8h', 'sexta-feira, 07/08/2026 às 08:00', '2026-08-07T08:00'],
    ['dia: 07/08, hora: 8h', 'sexta-feira, 07/08/2026 às 08:00', '2026-08-07T08:00'],
    ['amanhã horário 8h', 'quarta-feira, 10/06/2026 às 08:00', '2026-06-10T08:00'],
    ['amanhã 0830', 'quarta-feira, 10/06/2026 às 08:30', '2026-06-10T08:30'],
    ['amanhã às 1630', 'quarta-feira, 10/06/2026 às 16:30', '2026-06-10T16:30'],
    ['quartas alternadas 8h', 'a cada 2 semanas na quarta às 08:00', '2026-06-10T08:00'],
    ['daqui a três quartas 8h', 'quarta-feira, 24/06/2026 às 08:00', '2026-06-24T08:00'],
    ['daqui a uns 20 minutos', 'terça-feira, 09/06/2026 às 14:20', '2026-06-09T14:20'],
    ['todo dia às 8 às 12 e às 20', 'todo dia às 08:00, às 12:00 e às 20:00', '2026-06-09T20:00'],
    ['terça que vem 8h', 'terça-feira, 16/06/2026 às 08:00', '2026-06-16T08:00'],
    ['amanhã quarta 8h', 'quarta-feira, 10/06/2026 às 08:00', '2026-06-10T08:00'],
    ['sexta que vem, não essa, a outra 8h', 'sexta-feira, 19/06/2026 às 08:00', '2026-06-19T08:00'],
    [
      'quarta das 8h às 10h de hora em hora',
      'quarta-feira, 10/06/2026 às 08:00, às 09:00 e às 10:00',
      '2026-06-10T08:00',
    ],
    [
      'todo dia 7 de cada trimestre 8h',
      'todo dia 7 às 08:00, só em janeiro, abril, julho e outubro',
      '2026-07-07T08:00',
    ],
    [
      'último dia de cada bimestre 8h',
      'todo último dia do mês às 08:00, só em fevereiro, abril, junho, agosto, outubro e dezembro',
      '2026-06-30T08:00',
    ],
    ['todo dia 8h até junho', 'todo dia às 08:00 até 30/06/2026', '2026-06-10T08:00'],
  ])('%s', isTold);

  test.for([
    ['amanhã 8h GMT-3', 'America/Sao_Paulo'],
    ['amanhã 8h UTC', 'UTC'],
    ['amanhã 8h GMT-5', 'Etc/GMT+5'],
    ['amanhã 8h horário GMT+1', 'Etc/GMT-1'],
  ])('%s is said of %s', ([text, timezone]) => {
    expect(when(text!)).toMatchObject({ kind: 'once', at: '2026-06-10T08:00', timezone });
  });
});

group('one wrong letter in a day word', () => {
  test.for([
    ['quarrta feira 8h', 'quarta-feira, 10/06/2026 às 08:00', '2026-06-10T08:00'],
    ['toda segnda 8h', 'toda segunda às 08:00', '2026-06-15T08:00'],
    ['dia 7 de agostu 8h', 'sexta-feira, 07/08/2026 às 08:00', '2026-08-07T08:00'],
    ['amanhão 8h', 'quarta-feira, 10/06/2026 às 08:00', '2026-06-10T08:00'],
    ['hojes 18h', 'terça-feira, 09/06/2026 às 18:00', '2026-06-09T18:00'],
    // June or July; two letters; words of their own.
    ['dia 7 de juho 8h', 'error', 'unread_words'],
    ['sguna 8h', 'error', 'unread_words'],
    ['8h manhã', 'error', 'unread_words'],
    ['sexto 8h', 'error', 'unread_words'],
  ])('%s', isTold);

  test('a name is never mended', () => {
    expect(command('/agendar amanhã 8h grupo Sextta modelo aviso')).toMatchObject({ groups: ['Sextta'], problems: [] });
  });
});

group('names and numbers beside the new words', () => {
  test.for([
    ['grupo Plantão 24h', { groups: ['Plantão 24h'] }],
    ['grupo Festa de Junho', { groups: ['Festa de Junho'] }],
    ['grupo Sempre Viva', { groups: ['Sempre Viva'] }],
    ['grupo Disk 0800', { groups: ['Disk 0800'] }],
    ['grupo padaria obrigado', { groups: ['padaria obrigado'] }],
  ] as const)('%s', ([text, expected]) => {
    expect(command(`/agendar amanhã 8h ${text} modelo aviso`)).toMatchObject({ ...expected, problems: [] });
  });

  test('thanks at the end say nothing', () => {
    expect(command('/agendar amanhã 8h grupo padaria modelo aviso obrigada')).toMatchObject({
      kind: 'once',
      problems: [],
    });
  });

  test.for([['00 98888-7777'], ['(00) 98888-7777'], ['00 3333-4444'], ['+98888-7777']])(
    '%s lacks its area code',
    ([typed]) => {
      expect(command(`/agendar amanhã 8h número ${typed} modelo aviso`)).toMatchObject({
        reason: 'missing_ddd',
        numbers: [],
      });
    },
  );

  test.for([['00 11 98888-7777'], ['+11 98888-7777'], ['+21 98888-7777'], ['11 98888-777']])(
    '%s is no number',
    ([typed]) => {
      expect(command(`/agendar amanhã 8h número ${typed} modelo aviso`)).toMatchObject({
        reason: 'invalid_number',
        numbers: [],
      });
    },
  );

  test.for([
    ['55 98888-7777', '+5555988887777'],
    ['00 351 912 345 678', '+351912345678'],
    ['00 55 21 98888-7777', '+5521988887777'],
  ])('%s is a whole number', ([typed, number]) => {
    expect(command(`/agendar amanhã 8h número ${typed} modelo aviso`)).toMatchObject({
      numbers: [number],
      problems: [],
    });
  });
});
