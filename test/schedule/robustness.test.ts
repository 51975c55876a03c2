import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { REASONS } from '../../src/schedule/reading.ts';
import { command, when } from './helpers/read.ts';

const WORDS =
  'amanhã hoje sexta todo toda dia dias às 9h 9 15 30 e , a de da do mês até exceto grupo contato número modelo mensagem " \' : ( ) / - . 2 em cada horas das útil último primeira que vem \n 🎉 = + 5º 25/12 janeiro'.split(
    ' ',
  );
const soup = fc
  .array(
    fc.oneof(
      { arbitrary: fc.constantFrom(...WORDS), weight: 8 },
      { arbitrary: fc.string({ maxLength: 6, unit: 'grapheme' }), weight: 1 },
    ),
    { maxLength: 30 },
  )
  .map(words => words.join(' '));

const SIZE = 65_536;
// The bar is 50 ms and is measured in bench/parse.ts. Here a busy machine may take longer, and an expression that
// backtracks would take minutes.
const LIMIT_MS = 250;
const fill = (unit: string) => unit.repeat(Math.ceil(SIZE / unit.length)).slice(0, SIZE);

describe('any text gets a reading', () => {
  test('never an exception, and always a reason or something to send', () => {
    fc.assert(
      fc.property(soup, text => {
        for (const reading of [command(text), when(text)]) {
          if (reading.kind === 'ask' || reading.kind === 'error') expect(REASONS).toContain(reading.reason);
          else expect([reading.problems.length, reading.at ?? reading.rrule]).toEqual([0, expect.any(String)]);
          for (const { span, words } of reading.problems)
            if (span) expect(text.slice(span.start, span.end)).toBe(words);
        }
      }),
      { numRuns: 4_000, seed: 8 },
    );
  }, 60_000);

  test('a send is never before now', () => {
    fc.assert(
      fc.property(soup, text => {
        const reading = when(text);
        for (const moment of reading.next ?? [])
          expect(moment >= '2026-06-09T14:00' || reading.timezone !== 'America/Sao_Paulo').toBe(true);
      }),
      { numRuns: 2_000, seed: 9 },
    );
  }, 60_000);
});

describe('64 KiB take no longer than they should', () => {
  const units = [
    'a',
    '9',
    ' ',
    '"',
    '" "x',
    "'a ",
    'grupo ',
    'e ',
    'todo dia ',
    'segunda, ',
    'às 9h, ',
    '1/',
    '-',
    'a=b ',
    'grupos a e ',
    '11 97777-1234 ',
    'número 1 ',
    'exceto segunda e ',
    '1º e ',
    'de 1 a ',
    '. ',
    '* ',
    '0 9 * * ',
    'á',
    'é́',
    '🎉',
    ': ',
    '\n',
    'dia 5, ',
    'a cada ',
    'até ',
    'primeira ',
    'vinte e ',
    'x="',
    'modelo a ',
    '( ',
    'p/ ',
    '‘a',
    '𝒂 ',
  ];

  /** The fastest of three: what the machine does beside it is no fault of the reader. */
  function fastest(run: () => unknown): number {
    const times = [0, 1, 2].map(() => {
      const { user } = process.cpuUsage();
      run();
      return (process.cpuUsage().user - user) / 1000;
    });
    return Math.min(...times);
  }

  test.for(units)('%j again and again', unit => {
    const text = fill(unit);
    command('/agendar amanhã 9h grupo a modelo b');
    expect(fastest(() => command(text))).toBeLessThan(LIMIT_MS);
    expect(fastest(() => command(`/agendar amanhã 9h grupo ${text}`))).toBeLessThan(LIMIT_MS);
    expect(fastest(() => when(text))).toBeLessThan(LIMIT_MS);
  });
});
