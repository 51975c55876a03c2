export type Unit = 'second' | 'minute' | 'hour' | 'day' | 'week' | 'month' | 'year';

/** A span of time as a word: "quinzena" is two weeks. */
export interface UnitWord {
  unit: Unit;
  size: number;
}

const unit = (name: Unit, size = 1): UnitWord => ({ unit: name, size });

/** Folded word → span. */
export const UNIT_WORDS: ReadonlyMap<string, UnitWord> = new Map([
  ...['segundo', 'segundos', 'segs', 's'].map((word): [string, UnitWord] => [word, unit('second')]),
  ...['minuto', 'minutos', 'min', 'minutinho', 'minutinhos', 'm'].map((word): [string, UnitWord] => [
    word,
    unit('minute'),
  ]),
  ...['hora', 'horas', 'h', 'hs', 'hr', 'hrs', 'horinha', 'horinhas'].map((word): [string, UnitWord] => [
    word,
    unit('hour'),
  ]),
  ...['dia', 'dias'].map((word): [string, UnitWord] => [word, unit('day')]),
  ...['semana', 'semanas'].map((word): [string, UnitWord] => [word, unit('week')]),
  ...['quinzena', 'quinzenas'].map((word): [string, UnitWord] => [word, unit('week', 2)]),
  ...['mes', 'meses'].map((word): [string, UnitWord] => [word, unit('month')]),
  ...['bimestre', 'bimestres'].map((word): [string, UnitWord] => [word, unit('month', 2)]),
  ...['trimestre', 'trimestres'].map((word): [string, UnitWord] => [word, unit('month', 3)]),
  ...['quadrimestre', 'quadrimestres'].map((word): [string, UnitWord] => [word, unit('month', 4)]),
  ...['semestre', 'semestres'].map((word): [string, UnitWord] => [word, unit('month', 6)]),
  ...['ano', 'anos'].map((word): [string, UnitWord] => [word, unit('year')]),
]);

/** Adjectives and adverbs of frequency, folded → the span that they repeat by. */
export const FREQUENCY_WORDS: ReadonlyMap<string, UnitWord> = new Map(
  (
    [
      ['diari', unit('day')],
      ['semanal', unit('week')],
      ['quinzenal', unit('week', 2)],
      ['mensal', unit('month')],
      ['bimestral', unit('month', 2)],
      ['trimestral', unit('month', 3)],
      ['quadrimestral', unit('month', 4)],
      ['semestral', unit('month', 6)],
      ['anual', unit('year')],
    ] as [string, UnitWord][]
  ).flatMap(([stem, span]): [string, UnitWord][] => {
    const forms = stem === 'diari' ? ['diario', 'diaria', 'diarios', 'diarias', 'diariamente'] : [stem, `${stem}mente`];
    return forms.map(form => [form, span]);
  }),
);
