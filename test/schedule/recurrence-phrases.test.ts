import { describe, expect, test } from 'vitest';
import { PHRASES } from '../../src/schedule/read-piece.ts';
import type { Reading } from '../../src/schedule/reading.ts';
import { when } from './helpers/read.ts';

/** Tuesday 9 June 2026, 14:00. */
describe('days that repeat', () => {
  test.for([
    ['todo dia 9h', 'FREQ=DAILY'],
    ['todos os dias às 9h', 'FREQ=DAILY'],
    ['td dia 9h', 'FREQ=DAILY'],
    ['diariamente às 9h', 'FREQ=DAILY'],
    ['uma vez por dia às 9h', 'FREQ=DAILY'],
    ['dia sim, dia não 9h', 'FREQ=DAILY;INTERVAL=2'],
    ['um dia sim, outro não, 9h', 'FREQ=DAILY;INTERVAL=2'],
    ['de 3 em 3 dias 9h', 'FREQ=DAILY;INTERVAL=3'],
    ['a cada dez dias 9h', 'FREQ=DAILY;INTERVAL=10'],
    ['toda segunda 9h', 'FREQ=WEEKLY;BYDAY=MO'],
    ['às segundas 9h', 'FREQ=WEEKLY;BYDAY=MO'],
    ['segundas-feiras 9h', 'FREQ=WEEKLY;BYDAY=MO'],
    ['toda 2ª 9h', 'FREQ=WEEKLY;BYDAY=MO'],
    ['toda semana na segunda 9h', 'FREQ=WEEKLY;BYDAY=MO'],
    ['uma vez por semana na segunda 9h', 'FREQ=WEEKLY;BYDAY=MO'],
    ['toda segunda e toda quinta 9h', 'FREQ=WEEKLY;BYDAY=MO,TH'],
    ['seg/qua/sex 9h', 'FREQ=WEEKLY;BYDAY=MO,WE,FR'],
    ['segunda, quarta e sexta 9h', 'FREQ=WEEKLY;BYDAY=MO,WE,FR'],
    ['de segunda a sexta 9h', 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR'],
    ['de 2ª a 6ª 9h', 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR'],
    ['seg-sex 9h', 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR'],
    ['dias úteis 9h', 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR'],
    ['sexta a domingo 9h', 'FREQ=WEEKLY;BYDAY=FR,SA,SU'],
    ['sexta a segunda 9h', 'FREQ=WEEKLY;BYDAY=MO,FR,SA,SU'],
    ['nos fins de semana 9h', 'FREQ=WEEKLY;BYDAY=SA,SU'],
    ['a cada 3 semanas na quarta 9h', 'FREQ=WEEKLY;INTERVAL=3;BYDAY=WE'],
    ['quinzenalmente na sexta 9h', 'FREQ=WEEKLY;INTERVAL=2;BYDAY=FR'],
    ['semana sim, semana não na sexta 9h', 'FREQ=WEEKLY;INTERVAL=2;BYDAY=FR'],
    ['sexta sim, sexta não 9h', 'FREQ=WEEKLY;INTERVAL=2;BYDAY=FR'],
    ['a cada 15 dias na sexta 9h', 'FREQ=WEEKLY;INTERVAL=2;BYDAY=FR'],
    ['todo dia 5 9h', 'FREQ=MONTHLY;BYMONTHDAY=5'],
    ['todo dia cinco às 9h', 'FREQ=MONTHLY;BYMONTHDAY=5'],
    ['todo mês no dia 5 às 9h', 'FREQ=MONTHLY;BYMONTHDAY=5'],
    ['dia 5 de cada mês 9h', 'FREQ=MONTHLY;BYMONTHDAY=5'],
    ['mensal, dia 5, 9h', 'FREQ=MONTHLY;BYMONTHDAY=5'],
    ['todo dia 5, 15 e 25 às 9h', 'FREQ=MONTHLY;BYMONTHDAY=5,15,25'],
    ['todo primeiro dia do mês 9h', 'FREQ=MONTHLY;BYMONTHDAY=1'],
    ['todo último dia do mês 9h', 'FREQ=MONTHLY;BYMONTHDAY=-1'],
    ['penúltimo dia de cada mês 9h', 'FREQ=MONTHLY;BYMONTHDAY=-2'],
    ['toda primeira segunda do mês 9h', 'FREQ=MONTHLY;BYDAY=1MO'],
    ['segunda quarta do mês 9h', 'FREQ=MONTHLY;BYDAY=2WE'],
    ['primeiro e terceiro sábado do mês 9h', 'FREQ=MONTHLY;BYDAY=1SA,3SA'],
    ['toda última sexta do mês 9h', 'FREQ=MONTHLY;BYDAY=-1FR'],
    ['todo 5º dia útil 9h', 'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=5'],
    ['último dia útil do mês 9h', 'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1'],
    ['5º dia útil do mês contando sábado 9h', null],
    ['todo 5º dia útil contando sábado 9h', 'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR,SA;BYSETPOS=5'],
    ['bimestral no dia 10 9h', 'FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=10'],
    ['a cada 3 meses no dia 10 9h', 'FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=10'],
    ['semestralmente no dia 10 9h', 'FREQ=MONTHLY;INTERVAL=6;BYMONTHDAY=10'],
    ['todo dia 7/9 9h', 'FREQ=YEARLY;BYMONTH=9;BYMONTHDAY=7'],
    ['todo ano em 7 de setembro 9h', 'FREQ=YEARLY;BYMONTH=9;BYMONTHDAY=7'],
    ['anualmente no dia 7/9 9h', 'FREQ=YEARLY;BYMONTH=9;BYMONTHDAY=7'],
    ['todo natal 9h', 'FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=25'],
    ['todo dia das mães 9h', 'FREQ=YEARLY;BYMONTH=5;BYDAY=2SU'],
    ['toda segunda 9h só em dezembro', 'FREQ=WEEKLY;BYMONTH=12;BYDAY=MO'],
    ['30 9 . . 1-5', 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR'],
    ['0 9 1,15 * *', 'FREQ=MONTHLY;BYMONTHDAY=1,15'],
  ] as const)('%s → %s', ([text, rrule]) => {
    const reading = when(text);
    if (rrule === null) return expect(reading.problems).not.toEqual([]);
    expect(reading).toMatchObject({ kind: 'recurring', rrule, problems: [] });
    expect(reading.times).toHaveLength(1);
  });
});

describe('intervals', () => {
  test.for<[string, string, string[]]>([
    ['a cada 3 horas', 'FREQ=HOURLY;INTERVAL=3', ['2026-06-09T17:00', '2026-06-09T20:00']],
    ['de hora em hora', 'FREQ=HOURLY', ['2026-06-09T15:00', '2026-06-09T16:00']],
    ['a cada 45 minutos', 'FREQ=MINUTELY;INTERVAL=45', ['2026-06-09T14:45', '2026-06-09T15:30']],
    ['a cada hora e meia', 'FREQ=MINUTELY;INTERVAL=90', ['2026-06-09T15:30', '2026-06-09T17:00']],
    ['a cada 3 horas a partir das 18h', 'FREQ=HOURLY;INTERVAL=3', ['2026-06-09T18:00', '2026-06-09T21:00']],
    [
      'a cada 4 horas das 7h às 19h',
      'FREQ=HOURLY;INTERVAL=4',
      ['2026-06-09T15:00', '2026-06-09T19:00', '2026-06-10T07:00'],
    ],
    [
      'entre 7h e 19h a cada 4 horas',
      'FREQ=HOURLY;INTERVAL=4',
      ['2026-06-09T15:00', '2026-06-09T19:00', '2026-06-10T07:00'],
    ],
    ['a cada 3 horas menos sábado e domingo', 'FREQ=HOURLY;INTERVAL=3', ['2026-06-09T17:00', '2026-06-09T20:00']],
    ['a cada 3 horas a partir de amanhã às 8h', 'FREQ=HOURLY;INTERVAL=3', ['2026-06-10T08:00', '2026-06-10T11:00']],
    ['a cada 3 horas a partir de hoje às 8h', 'FREQ=HOURLY;INTERVAL=3', ['2026-06-09T17:00', '2026-06-09T20:00']],
    [
      'a cada 2 semanas na quarta 9h a partir de 20/05/2026',
      'FREQ=WEEKLY;INTERVAL=2;BYDAY=WE',
      ['2026-06-17T09:00', '2026-07-01T09:00'],
    ],
    [
      'a cada 2 semanas na quarta 9h a partir de 27/05/2026',
      'FREQ=WEEKLY;INTERVAL=2;BYDAY=WE',
      ['2026-06-10T09:00', '2026-06-24T09:00'],
    ],
    ['a cada 2 dias 16h', 'FREQ=DAILY;INTERVAL=2', ['2026-06-09T16:00', '2026-06-11T16:00']],
    ['a cada 2 dias 10h', 'FREQ=DAILY;INTERVAL=2', ['2026-06-10T10:00', '2026-06-12T10:00']],
    ['a cada 2 meses 10h', 'FREQ=MONTHLY;INTERVAL=2', ['2026-06-10T10:00', '2026-08-10T10:00']],
  ])('%s', ([text, rrule, next]) => {
    const reading = when(text);
    expect(reading).toMatchObject({ kind: 'recurring', rrule, problems: [] });
    expect(reading.next!.slice(0, next.length)).toEqual(next);
  });

  test('with weekdays and a window the times are written out', () => {
    expect(when('a cada 2 horas das 8h às 12h de segunda a sexta')).toMatchObject({
      rrule: 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR',
      times: ['08:00', '10:00', '12:00'],
      window: null,
    });
  });

  test('an interval on one day is a handful of sends', () => {
    expect(when('hoje a cada hora das 13h às 16h')).toMatchObject({
      kind: 'once',
      next: ['2026-06-09T15:00', '2026-06-09T16:00'],
    });
  });
});

describe('limits', () => {
  test.for<[string, Partial<Reading>]>([
    ['todo dia 18h até 20/06', { until: '2026-06-20', total: 12, last: '2026-06-20T18:00' }],
    ['todo dia 18h até sexta', { until: '2026-06-12', total: 4 }],
    ['todo dia 18h até o fim do mês', { until: '2026-06-30', total: 22 }],
    ['todo dia 18h por 10 dias', { count: 10, total: 10, last: '2026-06-18T18:00' }],
    ['todo dia 8h e 18h por 3 dias', { count: 6, total: 6, last: '2026-06-12T08:00' }],
    ['todo dia 18h por 2 semanas', { count: 14 }],
    ['toda quarta 9h 4 vezes', { count: 4, last: '2026-07-01T09:00' }],
    ['toda quarta 9h, 4x', { count: 4 }],
    ['toda quarta 9h por 4 semanas', { until: '2026-07-07', total: 4 }],
    ['todo dia 10 9h por 3 meses', { total: 3, last: '2026-08-10T09:00' }],
    ['todo dia 9h a partir de 15/06', { start: '2026-06-15' }],
    ['todo dia 9h a partir de segunda', { start: '2026-06-15' }],
    ['todo dia 9h a partir do mês que vem', { start: '2026-07-01' }],
    [
      'toda segunda 9h a partir de agosto',
      {
        start: '2026-08-01',
        next: ['2026-08-03T09:00', '2026-08-10T09:00', '2026-08-17T09:00', '2026-08-24T09:00', '2026-08-31T09:00'],
      },
    ],
    ['todo dia 9h de 15/06 a 19/06', { start: '2026-06-15', until: '2026-06-19', total: 5 }],
    ['de 15 a 19 de junho 9h', { start: '2026-06-15', until: '2026-06-19', total: 5 }],
    ['todo dia 9h de 28/12 a 03/01', { start: '2026-12-28', until: '2027-01-03', total: 7 }],
    ['amanhã 9h por 5 dias', { start: '2026-06-10', total: 5 }],
    ['nos próximos 5 dias 9h', { count: 5, total: 5 }],
    ['todo dia 9h exceto segunda', { exclude: ['MO'] }],
    ['todo dia menos aos sábados e domingos 9h', { exclude: ['SA', 'SU'] }],
    ['todo dia 9h sem feriados', { exclude: ['HOLIDAYS'] }],
    ['todo dia 9h exceto domingo e feriados', { exclude: ['SU', 'HOLIDAYS'] }],
    ['todo dia 9h exceto 12/06 e 15/06', { exclude: ['2026-06-12', '2026-06-15'] }],
    ['todo dia 9h exceto de 20/12 a 05/01', { exclude: ['2026-12-20/2027-01-05'] }],
    ['todo dia 9h menos no natal', { exclude: ['2026-12-25'] }],
  ])('%s', ([text, expected]) => {
    expect(when(text)).toMatchObject({ kind: 'recurring', problems: [], ...expected });
  });

  test.for([
    ['todo dia 9h sem feriados', 'BR'],
    ['todo dia 9h sem feriados de SP', 'BR-SP'],
    ['todo dia 9h sem feriados do Rio Grande do Sul', 'BR-RS'],
    ['todo dia 9h sem feriados e carnaval', 'BR+CARNAVAL'],
  ] as const)('%s: the holidays of %s', ([text, place]) => {
    expect(when(text).options.skip_holidays).toBe(place);
  });

  test('a day that moves to a working day', () => {
    expect(when('todo dia 20 ou próximo dia útil 9h').next!.slice(0, 2)).toEqual([
      '2026-06-22T09:00',
      '2026-07-20T09:00',
    ]);
    expect(when('todo dia 20 9h, se cair no fim de semana antecipa para o dia útil anterior').next![0]).toBe(
      '2026-06-19T09:00',
    );
  });

  test('day 31 in short months', () => {
    expect(when('todo dia 31 9h').next!.slice(0, 2)).toEqual(['2026-06-30T09:00', '2026-07-31T09:00']);
    expect(when('todo dia 31 9h só nos meses que têm dia 31').next!.slice(0, 2)).toEqual([
      '2026-07-31T09:00',
      '2026-08-31T09:00',
    ]);
  });

  test('options beside the schedule', () => {
    expect(when('todo dia 9h marcar todos se atrasar pula').options).toMatchObject({
      mention_all: true,
      catch_up: 'skip',
    });
    expect(when('todo dia 9h @todos').options.mention_all).toBe(true);
  });
});

describe('the examples that the documentation prints', () => {
  test.for(PHRASES.flatMap(phrase => phrase.examples.map(example => [phrase.name, example] as const)))(
    '%s: %s',
    ([, example]) => {
      const reading = when(example);
      expect(reading.problems).toEqual([]);
      expect(reading.next?.length).toBeGreaterThan(0);
    },
  );
});
