import type { Cursor } from '../cursor.ts';
import { phraseSet, phraseTable } from '../phrase-table.ts';
import { type DayPart, fault, type PieceOf, type SaidTime } from '../pieces.ts';
import { MONTH_WORDS } from '../words/months.ts';
import type { Phrase } from './phrase.ts';

type Fault = PieceOf<'fault'>;
type Clock = SaidTime | Fault;

const isFault = (clock: Clock): clock is Fault => 'kind' in clock;

const PARTS = phraseTable<DayPart>([
  ['dawn', ['da madrugada', 'de madrugada', 'pela madrugada', 'na madrugada']],
  [
    'morning',
    [
      'da manha',
      'de manha',
      'pela manha',
      'na parte da manha',
      'a manha',
      'da matina',
      'cedo',
      'de manhazinha',
      'bem cedo',
    ],
  ],
  ['afternoon', ['da tarde', 'de tarde', 'pela tarde', 'a tarde', 'na parte da tarde', 'de tardezinha']],
  ['night', ['da noite', 'de noite', 'pela noite', 'a noite', 'de noitinha']],
]);

const TODAY_LEADS = ['esta', 'essa', 'desta', 'dessa', 'nesta', 'nessa', 'hoje de', 'hoje a', 'hoje da', 'hoje pela'];
const DAY_PARTS = { dawn: 'madrugada', morning: 'manha', afternoon: 'tarde', night: 'noite' } as const;

const PARTS_OF_TODAY = phraseTable(
  Object.entries(DAY_PARTS).map(
    ([part, word]) => [part as DayPart, TODAY_LEADS.map(lead => `${lead} ${word}`)] as const,
  ),
);

/** "da manhã", "à noite": takes the part of the day that comes next. */
export function readPart(cursor: Cursor): DayPart | null {
  return cursor.find(PARTS);
}

/**
 * The hour that a part of the day makes of the hour said, both in seconds; null where they contradict each other ("15h da manhã").
 * Afternoon is 12 to 19, night 18 to midnight, as people speak.
 */
export function withPart(second: number, part: DayPart): number | null {
  const hour = Math.floor(second / 3600);
  const later = second + 43_200;
  if (part === 'dawn') return hour <= 6 ? second : null;
  if (part === 'morning') return hour >= 1 && hour <= 11 ? second : null;
  if (part === 'afternoon') return hour >= 1 && hour <= 7 ? later : hour >= 12 && hour <= 19 ? second : null;
  return hour >= 6 && hour <= 11 ? later : hour >= 18 ? second : null;
}

const HALF_DAY: [string, number][] = [
  ['am', 0],
  ['pm', 12],
];

function readHalfDay(cursor: Cursor): number | null {
  for (const [word, hours] of HALF_DAY) {
    if (cursor.take(word)) return hours;
    const letters = [...word];
    const dotted = cursor.attempt(c => (c.take(letters[0]!) && c.takeGlued('.') && c.take('m') ? hours : null));
    if (dotted !== null) {
      cursor.takeGlued('.');
      return dotted;
    }
  }
  return null;
}

const NOON_WORDS = phraseTable<number>([
  [12, ['meio dia', 'meiodia']],
  [0, ['meia noite', 'meianoite']],
]);

function readNoon(cursor: Cursor): SaidTime | null {
  const hour = cursor.find(NOON_WORDS);
  if (hour === null) return null;
  const minute = readMinutesAfterE(cursor)?.minute ?? 0;
  cursor.phrase`em ponto`;
  return { second: hour * 3600 + minute * 60, open: false, midnight: hour === 0 };
}

/** "e meia", "e quinze", "e 30". `unsure`: figures that could as well be another hour ("8 e 20"). */
function readMinutesAfterE(cursor: Cursor): { minute: number; unsure: boolean } | null {
  return cursor.attempt(c => {
    if (!c.take('e')) return null;
    if (c.take('meia')) return { minute: 30, unsure: false };
    if (c.phrase`um quarto`) return { minute: 15, unsure: false };
    const spoken = c.numberWords(59);
    const minute = spoken ?? c.digits(2);
    if (minute === null || minute > 59) return null;
    const named = c.take('minutos', 'm');
    // Another hour, day or count follows: "8h e 20h", "9h e 15/12", "8h e 3 vezes".
    if (!named && (isHourMark(c) || c.sees(':', '/', 'x', 'vezes', 'dias') || c.peek()?.kind === 'number')) return null;
    return { minute, unsure: !named && minute < 24 && (spoken !== null ? minute % 5 !== 0 : minute !== 15) };
  });
}

const HOUR_MARKS = ['h', 'hs', 'hr', 'hrs', 'hora', 'horas'];

function isHourMark(cursor: Cursor): boolean {
  return cursor.sees(...HOUR_MARKS);
}

const QUARTER_MINUTES = new Set([5, 10, 15, 20, 25]);

/** "quinze pras dez", "15 para as 8", "5 pro meio-dia". */
function readMinutesBefore(cursor: Cursor): Clock | null {
  return cursor.attempt(c => {
    const minutes = c.phrase`um quarto` ? 15 : c.number(25);
    if (minutes === null || !QUARTER_MINUTES.has(minutes)) return null;
    c.take('minutos');
    const contracted = c.take('pra', 'pras', 'pro', 'pros');
    if (!contracted && !c.take('para')) return null;
    const article = c.take('o', 'a', 'as', 'os') || contracted;
    const noon = readNoon(c);
    if (noon) return { ...noon, second: (noon.second - minutes * 60 + 86_400) % 86_400, midnight: false };
    // Without an article "10 para 11 97777-1234" is a time and a telephone number.
    const hour = article ? c.number(24) : null;
    if (hour === null || hour > 23 || c.peek()?.kind === 'number') return null;
    c.take(...HOUR_MARKS);
    return finish(c, (hour * 3600 - minutes * 60 + 86_400) % 86_400, minutes);
  });
}

/** What may follow the figures: "em ponto", am or pm, a part of the day; it belongs to the hour named, `minutesBefore` which the time is. */
function finish(cursor: Cursor, second: number, minutesBefore = 0): Clock {
  cursor.phrase`em ponto|certinho|certinhas|cravado`;
  cursor.take('horas', 'hrs', 'hs');
  const shift = readHalfDay(cursor);
  const before = minutesBefore * 60;
  const named = (second + before) % 86_400;
  if (shift !== null) {
    if (named >= 13 * 3600 || named < 3600) return fault('invalid_time');
    const hour = (Math.floor(named / 3600) % 12) + shift;
    return { second: (hour * 3600 + (named % 3600) - before + 86_400) % 86_400, open: false, midnight: false };
  }
  const part = readPart(cursor);
  if (part === null) return { second, open: true, midnight: false };
  if (part === 'night' && Math.floor(named / 3600) === 12)
    return { second: (named % 3600) - before + (before ? 86_400 : 0), open: false, midnight: true };
  const moved = withPart(named, part);
  return moved === null ? fault('invalid_time') : { second: moved - before, open: false, midnight: false };
}

/** What makes the bare number before it anything but an hour: "8 dias", "3x", "10%". */
const COUNTED = 'x vez vezes envios dia dias semana semanas mes meses minutos segundos pessoas / %'.split(' ');

/** Whether a bare number may be an hour: nothing after it makes it a count, an ordinal ("2a a 6a") or the beginning of a date. */
function standsAlone(cursor: Cursor): boolean {
  const next = cursor.peek();
  if (next?.kind === 'number' || cursor.sees(...COUNTED)) return false;
  if (MONTH_WORDS.has(cursor.sees('de') ? (cursor.peek(1)?.text ?? '') : (next?.text ?? ''))) return false;
  if (next?.glued && ['o', 'a', 'os', 'as'].includes(next.text)) return cursor.wouldRead(readHalfDay);
  return !(next?.glued && ['/', '-', '.'].includes(next.text) && cursor.peek(1)?.glued);
}

function readClock(cursor: Cursor, lead: Lead): Clock | null {
  return readNoon(cursor) ?? readMinutesBefore(cursor) ?? cursor.attempt(c => readFigures(c, lead));
}

function readFigures(cursor: Cursor, lead: Lead): Clock | null {
  const spoken = cursor.peek()?.kind === 'word';
  const led = lead === 'strong' || (lead === 'weak' && spoken);
  const hour = spoken ? cursor.numberWords(23) : cursor.digits(2);
  if (hour === null) return null;
  const colon = spoken ? null : readGluedMinutes(cursor);
  if (colon) return colon === 'invalid' ? fault('invalid_time') : checked(cursor, hour, colon.minute, colon.second);
  if (isHourMark(cursor) && !(cursor.sees('h') && !cursor.peek()?.glued && spoken)) {
    cursor.at++;
    return afterMark(cursor, hour);
  }
  const minutes = led || spoken || afterEIsWord(cursor) ? readMinutesAfterE(cursor) : null;
  if (minutes) return withUnsure(cursor, hour, minutes);
  const settled = cursor.sees('em', 'certinho') || cursor.wouldRead(readHalfDay) || cursor.wouldRead(readPart);
  if (!led && !settled) return null;
  const before = cursor.at;
  if (!standsAlone(cursor)) return null;
  const clock = checked(cursor, hour, 0);
  return led || cursor.at > before ? clock : null;
}

function afterEIsWord(cursor: Cursor): boolean {
  return cursor.sees('e') && cursor.peek(1)?.kind === 'word';
}

function withUnsure(cursor: Cursor, hour: number, minutes: { minute: number; unsure: boolean }): Clock {
  const clock = checked(cursor, hour, minutes.minute);
  if (!minutes.unsure || isFault(clock)) return clock;
  return fault('ambiguous_time', {
    asks: true,
    options: [`${hour}h${String(minutes.minute).padStart(2, '0')}`, `${hour}h e ${minutes.minute}h`],
  });
}

/** ":30", ":30:15", ".30" right after the hour. */
function readGluedMinutes(cursor: Cursor): { minute: number; second: number } | 'invalid' | null {
  return cursor.attempt(c => {
    const colon = c.takeGlued(':');
    if (!colon && !c.takeGlued('.')) return null;
    const token = c.peek();
    if (token?.kind !== 'number' || !token.glued) return null;
    if (token.text.length !== 2 && !colon) return null;
    c.at++;
    if (token.text.length !== 2) return 'invalid';
    const minute = Number(token.text);
    // "1.3.2013" and "10.12.26" are dates.
    if (!colon && c.peek()?.glued && c.sees('.') && c.peek(1)?.kind === 'number' && c.peek(1)?.glued) return null;
    const second = colon ? c.attempt(s => (s.takeGlued(':') && s.peek()?.glued ? s.digits(2) : null)) : null;
    c.take('h', 'hs', 'hr', 'hrs');
    return { minute, second: second ?? 0 };
  });
}

function afterMark(cursor: Cursor, hour: number): Clock {
  const glued = cursor.peek();
  if (glued?.kind === 'number' && glued.glued) {
    const minute = cursor.digits(2);
    if (minute === null) return fault('invalid_time');
    cursor.take('minutos', 'm');
    return checked(cursor, hour, minute);
  }
  const apart = cursor.attempt(c => {
    const minute = c.digits(2);
    return minute !== null && c.take('minutos') ? minute : null;
  });
  if (apart !== null) return checked(cursor, hour, apart);
  const minutes = readMinutesAfterE(cursor);
  return minutes ? withUnsure(cursor, hour, minutes) : checked(cursor, hour, 0);
}

function checked(cursor: Cursor, hour: number, minute: number, second = 0): Clock {
  const clock = finish(cursor, Math.min(hour, 23) * 3600 + Math.min(minute, 59) * 60 + second);
  return hour > 23 || minute > 59 || second > 59 ? fault('invalid_time') : clock;
}

/** What stands before a time: after a strong lead a bare number is an hour ("às 9"), after a weak one only a number in words ("à uma"). */
type Lead = 'none' | 'weak' | 'strong';

const STRONG_LEADS = phraseSet([
  'as',
  'la pelas',
  'pelas',
  'por volta das',
  'cerca das',
  'perto das',
  'tipo as',
  'para as',
  'pras',
  'no horario das',
  'pontualmente as',
]);
const WEAK_LEADS = phraseSet([
  'a',
  'ao',
  'aos',
  'por volta do',
  'por volta de',
  'cerca de',
  'no horario de',
  'umas',
  'tipo',
  'la pelo',
  'pelo',
]);

function takeLead(cursor: Cursor): Lead {
  if (cursor.find(STRONG_LEADS)) return 'strong';
  return cursor.find(WEAK_LEADS) ? 'weak' : 'none';
}

/** One clock time with or without "às": for windows, lists and starts. */
export function readTime(cursor: Cursor, led: Lead = 'none'): Clock | null {
  return cursor.attempt(c => {
    const lead = takeLead(c);
    return readClock(c, lead === 'none' ? led : lead);
  });
}

/** A clock time without "às" that is more than a bare number: what makes the 9 of "todo dia 9h" an hour. */
export function looksLikeClock(cursor: Cursor): boolean {
  return cursor.wouldRead(c => readClock(c, 'none'));
}

/** "às 8, às 12 e às 18h", "9h e 15h": times joined by commas, "e" or a slash. */
function readTimes(cursor: Cursor): PieceOf<'times'> | Fault | null {
  const lead = takeLead(cursor);
  const first = readClock(cursor, lead);
  if (first === null || isFault(first)) return first;
  const times = [first];
  for (;;) {
    const next = cursor.attempt(c => readNextTime(c, lead)) ?? cursor.attempt(readAdjacentTime);
    if (next === null) break;
    if (isFault(next)) return next;
    times.push(next);
  }
  // "8h e 10h da noite": the night may be meant for both.
  const last = times.at(-1)!;
  const unsure =
    times.some(time => time.open && time.second <= 43_200) &&
    !last.open &&
    last.second >= 13 * 3600 &&
    cursor.tokens[cursor.at - 1]?.kind === 'word' &&
    endsInPart(cursor);
  return unsure ? fault('ambiguous_time', { asks: true }) : { kind: 'times', times };
}

function readNextTime(cursor: Cursor, lead: Lead): Clock | null {
  const comma = cursor.take(',');
  if (!comma && !cursor.take('e', '/', '+')) return null;
  cursor.take('e');
  const start = cursor.at;
  const next = readTime(cursor, lead);
  if (!comma || next === null || !isFault(next) || next.code !== 'ambiguous_time') return next;
  // "às 8, 14 e 20": after a comma the "e" joins the last hour of a list.
  cursor.at = start;
  const hour = cursor.digits(2);
  return hour === null || hour > 23 ? next : { second: hour * 3600, open: true, midnight: false };
}

/** "8h 14h 20h": hours with their mark need nothing between them. */
function readAdjacentTime(cursor: Cursor): Clock | null {
  const mark = cursor.peek(1);
  const marked = cursor.peek()?.kind === 'number' && mark?.glued && [...HOUR_MARKS, ':'].includes(mark.text);
  return marked ? readClock(cursor, 'none') : null;
}

function endsInPart(cursor: Cursor): boolean {
  return ['tarde', 'noite'].includes(cursor.tokens[cursor.at - 1]?.text ?? '');
}

export const clockPhrase: Phrase = {
  name: 'Horas',
  examples: [
    'amanhã às 9h',
    'amanhã 9h30',
    'amanhã às 14:15',
    'amanhã 8 e meia',
    'amanhã às sete da noite',
    'amanhã quinze pras dez',
    'amanhã ao meio-dia e meia',
    'todo dia à meia-noite',
    'amanhã 7pm',
    'todo dia 8h, 12h e 18h',
  ],
  read: readTimes,
};

export const partPhrase: Phrase = {
  name: 'Partes do dia',
  examples: ['amanhã de manhã às 7', 'hoje à noite às 8', 'sexta à tarde 3h'],
  read(cursor) {
    const today = cursor.find(PARTS_OF_TODAY);
    if (today) return { kind: 'part', part: today, today: true };
    const part = readPart(cursor);
    return part && { kind: 'part', part, today: false };
  },
};

export const windowPhrase: Phrase = {
  name: 'Faixa de horário',
  examples: ['a cada 2 horas das 8h às 18h', 'a cada 30 minutos entre 9h e 12h', 'de hora em hora, 9h-17h'],
  read(cursor) {
    const between = cursor.take('entre');
    const led = between || cursor.take('das', 'de', 'da', 'do');
    cursor.take('as', 'a', 'o');
    const from = readClock(cursor, led ? 'strong' : 'none');
    if (from === null || isFault(from)) return null;
    const joined = between ? cursor.take('e') : cursor.take('a', 'as', 'ao', 'ate', '-');
    if (!joined) return null;
    cursor.take('as', 'a', 'o', 'ao');
    const to = readClock(cursor, 'strong');
    if (to === null) return null;
    return isFault(to) ? to : { kind: 'window', opens: from, closes: to };
  },
};
