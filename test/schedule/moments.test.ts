import { describe, expect, test } from 'vitest';
import { when } from './helpers/read.ts';

/** Tuesday 9 June 2026, 14:00. */
describe('hours', () => {
  test.for([
    ['amanhã 7h', '2026-06-10T07:00'],
    ['amanhã 7h05', '2026-06-10T07:05'],
    ['amanhã às 7:05', '2026-06-10T07:05'],
    ['amanhã 7.30', '2026-06-10T07:30'],
    ['amanhã 19 hs', '2026-06-10T19:00'],
    ['amanhã às 19 horas e 40 minutos', '2026-06-10T19:40'],
    ['amanhã sete e meia da noite', '2026-06-10T19:30'],
    ['amanhã 4 e meia', '2026-06-10T04:30'],
    ['amanhã às 16', '2026-06-10T16:00'],
    ['amanhã às dezesseis', '2026-06-10T16:00'],
    ['amanhã à uma da tarde', '2026-06-10T13:00'],
    ['amanhã dez pras oito', '2026-06-10T07:50'],
    ['amanhã vinte para as 6 da tarde', '2026-06-10T17:40'],
    ['amanhã cinco pro meio-dia', '2026-06-10T11:55'],
    ['amanhã meio dia', '2026-06-10T12:00'],
    ['amanhã ao meio-dia e quinze', '2026-06-10T12:15'],
    ['amanhã 6pm', '2026-06-10T18:00'],
    ['amanhã 12am', '2026-06-10T00:00'],
    ['amanhã de madrugada às 3', '2026-06-10T03:00'],
    ['hoje à noite às 9', '2026-06-09T21:00'],
    ['amanhã bem cedo, às 6', '2026-06-10T06:00'],
    ['amanhã lá pelas 10', '2026-06-10T10:00'],
    ['amanhã 21h em ponto', '2026-06-10T21:00'],
    ['15h', '2026-06-09T15:00'],
    ['às 8', '2026-06-10T08:00'],
    ['à meia-noite', '2026-06-10T00:00'],
  ] as const)('%s → %s', ([text, at]) => {
    expect(when(text)).toMatchObject({ kind: 'once', at, problems: [] });
  });

  test('an hour is on the 24-hour clock unless words say otherwise', () => {
    expect(when('amanhã às 5').at).toBe('2026-06-10T05:00');
    expect(when('amanhã às 5 da tarde').at).toBe('2026-06-10T17:00');
  });

  test('several hours on a day are several sends', () => {
    expect(when('amanhã 8h, 12h e 18h')).toMatchObject({
      kind: 'once',
      next: ['2026-06-10T08:00', '2026-06-10T12:00', '2026-06-10T18:00'],
      total: 3,
    });
    expect(when('amanhã às 8, 12 e 18h').total).toBe(3);
  });
});

describe('days', () => {
  test.for([
    ['hoje 20h', '2026-06-09T20:00'],
    ['hj 20h', '2026-06-09T20:00'],
    ['amnh 8h', '2026-06-10T08:00'],
    ['dps de amanhã 8h', '2026-06-11T08:00'],
    ['quinta 8h', '2026-06-11T08:00'],
    ['5a feira 8h', '2026-06-11T08:00'],
    ['qiunta 8h', '2026-06-11T08:00'],
    ['quintaa 8h', '2026-06-11T08:00'],
    ['nesta quinta 8h', '2026-06-11T08:00'],
    ['próxima quinta 8h', '2026-06-11T08:00'],
    ['quinta da semana que vem 8h', '2026-06-18T08:00'],
    ['semana que vem, na quinta, 8h', '2026-06-18T08:00'],
    ['segunda que vem 8h', '2026-06-15T08:00'],
    ['terça 8h', '2026-06-16T08:00'],
    ['dia 20 8h', '2026-06-20T08:00'],
    ['dia 8 8h', '2026-07-08T08:00'],
    ['dia 9 8h', '2026-07-09T08:00'],
    ['dia 9 20h', '2026-06-09T20:00'],
    ['dia 31 8h', '2026-07-31T08:00'],
    ['dia 5 do mês que vem 8h', '2026-07-05T08:00'],
    ['mês que vem, dia 5, 8h', '2026-07-05T08:00'],
    ['12/06 8h', '2026-06-12T08:00'],
    ['1/6 8h', '2027-06-01T08:00'],
    ['1º/07 8h', '2026-07-01T08:00'],
    ['03/05/2028 8h', '2028-05-03T08:00'],
    ['3-5-28 8h', '2028-05-03T08:00'],
    ['3.5.2028 8h', '2028-05-03T08:00'],
    ['2028-05-03 8h', '2028-05-03T08:00'],
    ['15 de agosto 8h', '2026-08-15T08:00'],
    ['15 ago 8h', '2026-08-15T08:00'],
    ['15ago 8h', '2026-08-15T08:00'],
    ['quinze de agosto de 2027 às 8h', '2027-08-15T08:00'],
    ['primeiro de julho 8h', '2026-07-01T08:00'],
    ['dia 10 de janeiro do ano que vem 8h', '2027-01-10T08:00'],
    ['29/02 8h', '2028-02-29T08:00'],
    ['sexta, 12/06 8h', '2026-06-12T08:00'],
    ['12 de junho, sexta-feira, 8h', '2026-06-12T08:00'],
    ['sexta dia 12 8h', '2026-06-12T08:00'],
    ['última sexta de julho 8h', '2026-07-31T08:00'],
    ['primeiro domingo do mês que vem 8h', '2026-07-05T08:00'],
    ['último dia deste mês 8h', '2026-06-30T08:00'],
    ['próximo dia útil 8h', '2026-06-10T08:00'],
    ['dia dos namorados 8h', '2026-06-12T08:00'],
    ['véspera de natal 8h', '2026-12-24T08:00'],
    ['ano novo 8h', '2027-01-01T08:00'],
    ['dia das mães 8h', '2027-05-09T08:00'],
    ['dia dos pais 8h', '2026-08-09T08:00'],
    ['black friday 8h', '2026-11-27T08:00'],
    ['páscoa 8h', '2027-03-28T08:00'],
    ['quarta de cinzas 8h', '2027-02-10T08:00'],
    ['sexta-feira santa 8h', '2027-03-26T08:00'],
  ] as const)('%s → %s', ([text, at]) => {
    expect(when(text)).toMatchObject({ kind: 'once', at, problems: [] });
  });

  test('several days are several sends', () => {
    expect(when('hoje e amanhã 18h').next).toEqual(['2026-06-09T18:00', '2026-06-10T18:00']);
    expect(when('neste fim de semana 8h').next).toEqual(['2026-06-13T08:00', '2026-06-14T08:00']);
    expect(when('no próximo fim de semana 8h').next).toEqual(['2026-06-13T08:00', '2026-06-14T08:00']);
    expect(when('dias 3, 7 e 12 de julho 8h').next).toEqual([
      '2026-07-03T08:00',
      '2026-07-07T08:00',
      '2026-07-12T08:00',
    ]);
  });

  test('a date alone is a reading of a phrase', () => {
    expect(when('12/06')).toMatchObject({ kind: 'once', at: '2026-06-12', next: null, rule: null });
  });
});

describe('relative to now', () => {
  test.for([
    ['daqui a 25 minutos', '2026-06-09T14:25'],
    ['daqui 25min', '2026-06-09T14:25'],
    ['em 2 horas', '2026-06-09T16:00'],
    ['em 1h20', '2026-06-09T15:20'],
    ['daqui a uma hora e meia', '2026-06-09T15:30'],
    ['dentro de meia hora', '2026-06-09T14:30'],
    ['daqui a 45 segundos', '2026-06-09T14:00:45'],
    ['daqui a 3 dias às 9h', '2026-06-12T09:00'],
    ['daqui uma semana às 9h', '2026-06-16T09:00'],
    ['daqui a dois meses às 9h', '2026-08-09T09:00'],
    ['agora', '2026-06-09T14:00'],
  ] as const)('%s → %s', ([text, at]) => {
    expect(when(text)).toMatchObject({ kind: 'once', at, problems: [] });
  });

  test('24 hours are elapsed time, also when the clocks move between', () => {
    const beforeGap = { now: Temporal.Instant.from('2018-11-03T15:00:00Z') };
    expect(when('em 24 horas', beforeGap).at).toBe('2018-11-04T13:00');
  });
});

describe('zones', () => {
  test.for([
    ['amanhã 9h horário de Manaus', 'America/Manaus'],
    ['amanhã 9h de Brasília', 'America/Sao_Paulo'],
    ['amanhã 9h (horário de Lisboa)', 'Europe/Lisbon'],
    ['todo dia 9h hora de Mato Grosso do Sul', 'America/Campo_Grande'],
  ] as const)('%s is in %s', ([text, timezone]) => {
    expect(when(text)).toMatchObject({ timezone, times: ['09:00'], problems: [] });
  });

  test('today is the day of the zone that is named', () => {
    const lateEvening = { now: Temporal.Instant.from('2026-06-10T02:30:00Z') };
    expect(when('amanhã 9h', lateEvening).at).toBe('2026-06-10T09:00');
    expect(when('amanhã 9h horário de Lisboa', lateEvening).at).toBe('2026-06-11T09:00');
  });
});
