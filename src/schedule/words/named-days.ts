import { civilDate, type EpochDay, easterDay, epochDay, weekdayIndex } from '../civil.ts';
import { type PhraseTable, phraseTable } from '../phrase-table.ts';

/** A day with a name. Fixed ones and nth weekdays can repeat by RFC 5545; the others move with Easter. */
export type NamedDay = { name: string; words: string[] } & (
  | { kind: 'fixed'; month: number; day: number }
  /** `weekday` 0 is Monday. */
  | { kind: 'nth'; month: number; nth: number; weekday: number }
  | { kind: 'easter'; offset: number }
  | { kind: 'black_friday' }
);

const fixed = (name: string, day: number, month: number, ...words: string[]): NamedDay => ({
  kind: 'fixed',
  name,
  day,
  month,
  words,
});
const nth = (name: string, which: number, weekday: number, month: number, ...words: string[]): NamedDay => ({
  kind: 'nth',
  name,
  nth: which,
  weekday,
  month,
  words,
});
const easter = (name: string, offset: number, ...words: string[]): NamedDay => ({
  kind: 'easter',
  name,
  offset,
  words,
});

/** Days that shops know by name. Words are folded. */
export const NAMED_DAYS: readonly NamedDay[] = [
  fixed('véspera de Natal', 24, 12, 'vespera de natal', 'vespera do natal', 'noite de natal'),
  fixed('Natal', 25, 12, 'dia de natal', 'natal'),
  fixed('véspera de ano-novo', 31, 12, 'vespera de ano novo', 'vespera do ano novo', 'ultimo dia do ano'),
  fixed('ano-novo', 1, 1, 'dia de ano novo', 'ano novo', 'primeiro dia do ano', 'confraternizacao universal'),
  fixed('réveillon', 1, 1, 'reveillon', 'reveion'),
  fixed('Dia de Reis', 6, 1, 'dia de reis'),
  fixed('Dia da Mulher', 8, 3, 'dia da mulher', 'dia das mulheres', 'dia internacional da mulher'),
  fixed('Dia do Consumidor', 15, 3, 'dia do consumidor'),
  fixed('Tiradentes', 21, 4, 'dia de tiradentes', 'tiradentes'),
  fixed('Dia do Trabalho', 1, 5, 'dia do trabalho', 'dia do trabalhador', 'dia dos trabalhadores'),
  fixed('Dia dos Namorados', 12, 6, 'dia dos namorados'),
  fixed('São João', 24, 6, 'dia de sao joao', 'sao joao'),
  fixed('Dia dos Avós', 26, 7, 'dia dos avos'),
  fixed('Dia do Amigo', 20, 7, 'dia do amigo'),
  fixed('Independência', 7, 9, 'dia da independencia', 'independencia', 'dia da patria'),
  fixed('Dia do Cliente', 15, 9, 'dia do cliente'),
  fixed('Dia das Crianças', 12, 10, 'dia das criancas', 'dia da crianca'),
  fixed('Nossa Senhora Aparecida', 12, 10, 'dia de nossa senhora aparecida', 'nossa senhora aparecida'),
  fixed('Dia do Professor', 15, 10, 'dia do professor', 'dia dos professores'),
  fixed('Finados', 2, 11, 'dia de finados', 'dia dos finados', 'finados'),
  fixed('Proclamação da República', 15, 11, 'proclamacao da republica', 'dia da proclamacao da republica'),
  fixed('Consciência Negra', 20, 11, 'dia da consciencia negra', 'consciencia negra'),
  nth('Dia das Mães', 2, 6, 5, 'dia das maes', 'dia da mae'),
  nth('Dia dos Pais', 2, 6, 8, 'dia dos pais', 'dia do pai'),
  { kind: 'black_friday', name: 'Black Friday', words: ['black friday'] },
  easter('Páscoa', 0, 'domingo de pascoa', 'dia da pascoa', 'dia de pascoa', 'pascoa'),
  easter(
    'Sexta-feira Santa',
    -2,
    'sexta feira santa',
    'sexta santa',
    'sexta feira da paixao',
    'sexta da paixao',
    'paixao de cristo',
  ),
  easter('terça de Carnaval', -47, 'terca de carnaval', 'terca feira de carnaval', 'terca gorda'),
  easter('segunda de Carnaval', -48, 'segunda de carnaval', 'segunda feira de carnaval'),
  easter('Quarta-feira de Cinzas', -46, 'quarta feira de cinzas', 'quarta de cinzas'),
  easter('Corpus Christi', 60, 'dia de corpus christi', 'corpus christi'),
  easter('Domingo de Ramos', -7, 'domingo de ramos'),
];

/** Folded phrase → day. */
export const NAMED_DAY_WORDS: PhraseTable<NamedDay> = phraseTable(NAMED_DAYS.map(day => [day, day.words] as const));

const BY_NAME = new Map(NAMED_DAYS.map(day => [day.name, day]));

/** The entry of a name as `DayRef` carries it. */
export function namedDay(name: string): NamedDay {
  return BY_NAME.get(name)!;
}

/** The day in a year. */
export function dayOfNamed(named: NamedDay, year: number): EpochDay {
  if (named.kind === 'fixed') return epochDay(year, named.month, named.day);
  if (named.kind === 'easter') return easterDay(year) + named.offset;
  if (named.kind === 'nth') return nthWeekdayOfMonth(year, named.month, named.nth, named.weekday)!;
  // The day after the fourth Thursday of November, the date that Brazilian shops took over.
  return nthWeekdayOfMonth(year, 11, 4, 3)! + 1;
}

/** The nth (from the end below zero) weekday of a month; null when the month has no such one. */
export function nthWeekdayOfMonth(year: number, month: number, which: number, weekday: number): EpochDay | null {
  const first = epochDay(year, month, 1);
  const last = epochDay(year, month + 1, 1) - 1;
  const day =
    which > 0
      ? first + ((weekday - weekdayIndex(first) + 7) % 7) + 7 * (which - 1)
      : last - ((weekdayIndex(last) - weekday + 7) % 7) + 7 * (which + 1);
  return civilDate(day).month === month ? day : null;
}
