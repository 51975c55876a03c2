import { describe, expect, test } from 'vitest';
import { command, when } from './helpers/read.ts';

const FILL = 'grupo loja modelo aviso';

/** Tuesday 9 June 2026, 14:00. Nothing here may be scheduled. */
describe('what is refused or asked about', () => {
  test.for([
    ['hoje 13h', 'error', 'past_time', 'hoje'],
    ['ontem 9h', 'error', 'past_time', 'ontem'],
    ['01/03/2026 9h', 'error', 'past_time', '01/03/2026'],
    ['hoje 9h e 18h', 'error', 'past_time', 'hoje'],
    ['31/04 9h', 'error', 'invalid_date', '31/04'],
    ['dia 45 9h', 'error', 'invalid_date', 'dia 45'],
    ['29/02/2027 9h', 'error', 'invalid_date', '29/02/2027'],
    ['12/25 9h', 'error', 'invalid_date', '12/25'],
    ['todo dia 32 9h', 'error', 'invalid_date', 'todo dia 32'],
    ['amanhã 25h', 'error', 'invalid_time', '25h'],
    ['amanhã 9h75', 'error', 'invalid_time', '9h75'],
    ['amanhã 10:7', 'error', 'invalid_time', '10:7'],
    ['amanhã 15h da manhã', 'error', 'invalid_time', '15h da manhã'],
    ['hoje 13h59', 'error', 'past_time', 'hoje'],
    ['toda fegunda 9h', 'error', 'unknown_weekday', 'toda fegunda'],
    ['toda quintona 9h', 'error', 'unknown_weekday', 'toda quintona'],
    ['quinta 12/06 9h', 'ask', 'weekday_date_conflict', 'quinta 12/06'],
    ['sexta dia 13 9h', 'ask', 'weekday_date_conflict', 'sexta dia 13'],
    ['todo dia 9h até 01/06/2026', 'error', 'until_before_start', 'até 01/06/2026'],
    ['todo dia 9h a partir de 20/07 até 10/07', 'error', 'until_before_start', 'até 10/07'],
    ['todo dia 9h até 01/06', 'ask', 'ambiguous_date', 'até 01/06'],
    ['quinta que vem 9h', 'ask', 'ambiguous_date', 'quinta que vem'],
    ['domingo da semana que vem 9h', 'ask', 'ambiguous_date', 'domingo da semana que vem'],
    ['terça 18h', 'ask', 'ambiguous_date', 'terça'],
    ['semana que vem 9h', 'ask', 'ambiguous_date', 'semana que vem'],
    ['réveillon 22h', 'ask', 'ambiguous_date', 'réveillon'],
    ['todo dia 9h exceto dia 10', 'ask', 'ambiguous_date', 'exceto dia 10'],
    ['todo dia 9h até dezembro', 'ask', 'ambiguous_date', 'até dezembro'],
    ['amanhã 9h hoje', 'ask', 'ambiguous_date', 'hoje'],
    ['amanhã às 8 e 20', 'ask', 'ambiguous_time', 'às 8 e 20'],
    ['amanhã 7h e 9h da noite', 'ask', 'ambiguous_time', '7h e 9h da noite'],
    ['sexta à meia-noite', 'ask', 'ambiguous_date', 'sexta'],
    ['das 8h às 18h', 'ask', 'ambiguous_time', 'das 8h às 18h'],
    ['a cada 2 semanas na quarta da semana que vem 9h', 'ask', 'ambiguous_recurrence', 'na quarta da semana que vem'],
    ['toda segunda 9h só nos meses que têm dia 31', 'ask', 'ambiguous_recurrence', 'só nos meses que têm dia 31'],
    ['a cada 3 horas ou próximo dia útil', 'ask', 'ambiguous_recurrence', 'ou próximo dia útil'],
    ['todo dia 9h de Manaus de Lisboa', 'error', 'unread_words', 'Lisboa'],
    ['amanhã 9h horário de Manaus horário de Lisboa', 'ask', 'ambiguous_time', 'horário de Lisboa'],
    ['toda sexta que vem 9h', 'ask', 'ambiguous_recurrence', 'toda sexta que vem'],
    ['no fim de semana 9h', 'ask', 'ambiguous_recurrence', 'no fim de semana'],
    ['na quinta e no sábado 9h', 'ask', 'ambiguous_recurrence', 'na quinta e no sábado'],
    ['toda semana 9h', 'ask', 'ambiguous_recurrence', 'toda semana'],
    ['mensalmente 9h', 'ask', 'ambiguous_recurrence', undefined],
    ['3 vezes por semana 9h', 'ask', 'ambiguous_recurrence', '3 vezes por semana'],
    ['todo dia 8 e 20h', 'ask', 'ambiguous_recurrence', 'todo dia 8'],
    ['dias 1 e 15 9h', 'ask', 'ambiguous_recurrence', 'dias 1 e 15'],
    ['dia 25 do mês 9h', 'ask', 'ambiguous_recurrence', 'dia 25 do mês'],
    ['amanhã 9h 3 vezes', 'ask', 'ambiguous_recurrence', '3 vezes'],
    ['dias úteis 9h por 10 dias', 'ask', 'ambiguous_recurrence', 'por 10 dias'],
    ['0 9 1 * 5', 'ask', 'ambiguous_recurrence', '0 9 1 * 5'],
    ['a cada 30 segundos', 'error', 'interval_too_short', 'a cada 30 segundos'],
    ['toda páscoa 9h', 'error', 'unsupported_rule', 'toda páscoa'],
    ['todo domingo 9h exceto domingo', 'error', 'never_happens', undefined],
    ['amanhã 9h ou 10h', 'error', 'unread_words', 'ou'],
    ['amanhã 9h se chover', 'error', 'unread_words', 'se chover'],
    ['mais tarde', 'error', 'unread_words', 'mais tarde'],
    ['sexta', 'ask', 'missing_time', undefined],
    ['todo dia 15', 'ask', 'missing_time', undefined],
    ['amanhã de manhã', 'ask', 'missing_time', undefined],
    ['daqui a 2 dias', 'ask', 'missing_time', undefined],
    ['', 'ask', 'missing_schedule', undefined],
  ] as const)('%s: %s %s', ([text, kind, reason, words]) => {
    const reading = command(`/agendar ${text} ${FILL}`);
    expect(reading).toMatchObject({
      kind,
      reason,
      at: null,
      rrule: null,
      times: [],
      next: [],
      groups: ['loja'],
      template: 'aviso',
    });
    expect(reading.problems[0]?.words).toBe(words);
  });

  test('the place of a fault is where its words stand', () => {
    const text = `/agendar  ${FILL} amanhã 9h blablá`;
    const [problem] = command(text).problems;
    expect(text.slice(problem!.span!.start, problem!.span!.end)).toBe('blablá');
  });

  test('two possible days are offered', () => {
    expect(when('quinta que vem 9h').problems[0]?.options).toEqual(['2026-06-11', '2026-06-18']);
  });

  test('a bare number after a day is asked about as an hour', () => {
    expect(command(`/agendar amanhã 9 ${FILL}`)).toMatchObject({
      kind: 'ask',
      reason: 'missing_time',
      problems: [{ words: '9', suggestion: '9h' }],
    });
  });

  test('every fault is named, the gravest first', () => {
    const reading = command('/agendar 31/02 25h');
    expect(reading.problems.map(problem => problem.code)).toEqual([
      'invalid_time',
      'invalid_date',
      'missing_recipient',
      'missing_content',
    ]);
  });

  test('what was understood is kept beside the fault', () => {
    const reading = command('/agendar toda sexta 17h mensagem Bom descanso');
    expect(reading).toMatchObject({ kind: 'ask', reason: 'missing_recipient', text: 'Bom descanso' });
    expect(reading.rule).toMatchObject({ rrule: 'FREQ=WEEKLY;BYDAY=FR', times: ['17:00'] });
  });
});
