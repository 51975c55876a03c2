import type { Placed } from './pieces.ts';
import type { Attempt } from './suggest.ts';
import { edited } from './suggest-edits.ts';
import type { Token } from './tokenize.ts';

/** Pieces that say which days, and those that say at what hour: a schedule needs one of each. */
const DAYS = new Set<Placed['kind']>(['day', 'weekdays', 'every', 'monthdays', 'yearly', 'nth']);
const HOURS = new Set<Placed['kind']>(['times']);
/** What holds for all of them when it stands before or after. */
const SHARED = new Set<Placed['kind']>(['exclude', 'until', 'start', 'range', 'zone', 'option', 'months', 'lasting']);

/**
 * Two and more schedules in one text, each with its days and its hour ("segunda 9h e terça 10h"), as a text for each;
 * null when it is not that. Who it goes to, what is sent, and limits at either end belong to all of them.
 */
export function takenApart(first: Attempt): string[] | null {
  const { reading, clauses } = first;
  const unclear = reading.problems.some(({ code }) => code.startsWith('ambiguous_') || code === 'two_schedules');
  if (!unclear || clauses.unread.length > 0) return null;
  const parts = partsOf(clauses.pieces);
  return parts?.map(part => withOnly(first, parts, part)) ?? null;
}

/** More schedules than this in one text are a mistake of ours. */
const MAX_PARTS = 5;

/** The pieces in groups of days and hours; null unless there are several, each of them whole. */
function partsOf(pieces: readonly Placed[]): Placed[][] | null {
  const parts: Placed[][] = [];
  let isAfterLimit = false;
  for (const piece of pieces) {
    if (SHARED.has(piece.kind)) {
      isAfterLimit = parts.length > 0;
      continue;
    }
    // "segunda 9h até sexta e terça 10h": whose limit is it?
    if (isAfterLimit || !(DAYS.has(piece.kind) || HOURS.has(piece.kind))) return null;
    const part = parts.at(-1);
    if (!part || isWhole(part)) parts.push([piece]);
    else part.push(piece);
  }
  const orders = new Set(parts.map(([piece]) => HOURS.has(piece!.kind)));
  return parts.length > 1 && parts.length <= MAX_PARTS && parts.every(isWhole) && orders.size === 1 ? parts : null;
}

function isWhole(part: readonly Placed[]): boolean {
  return part.some(({ kind }) => DAYS.has(kind)) && part.some(({ kind }) => HOURS.has(kind));
}

/** The text with one of its parts alone. */
function withOnly({ clauses: { tokens }, body }: Attempt, parts: Placed[][], part: Placed[]): string {
  const lead = leadOf(part, parts[0]!, tokens);
  let text = body;
  for (const other of parts.toReversed()) {
    const before = text.slice(0, tokens[other[0]!.from]!.start);
    const after = text.slice(tokens[other.at(-1)!.to - 1]!.end);
    if (other === part) text = `${before}${lead}${text.slice(before.length)}`;
    // The "e" or the comma that joined it goes with it.
    else if (parts.indexOf(other) > parts.indexOf(part)) text = before.replace(/[\s,;]+(?:e\s+)?$/i, '') + after;
    else text = before + after.replace(/^\s*(?:[,;]\s*)?(?:e\s+)?/i, '');
  }
  return text;
}

/** What made the first of them repeat makes the others: "todo dia 5 às 9h e dia 20 às 14h". */
function leadOf([day]: Placed[], [whole]: Placed[], tokens: readonly Token[]): string {
  const isRepeated =
    ['todo', 'toda', 'todos', 'todas'].includes(tokens[whole!.from]!.text) ||
    (whole!.kind === 'weekdays' && whole!.recurring);
  if (!isRepeated || day === whole) return '';
  if (day!.kind === 'weekdays' && !day!.recurring) return day!.weekdays[0]! < 5 ? 'toda ' : 'todo ';
  const isDayOfMonth =
    (day!.kind === 'monthdays' && !day!.recurring) ||
    (day!.kind === 'day' && day!.day.type === 'date' && day!.day.month === null);
  return isDayOfMonth ? 'todo ' : '';
}

/** "às 8 às 12 e às 18": hours that follow one another are a list, with the comma that it lacks. */
export function joinedHours({ reading, clauses: { pieces, tokens }, body }: Attempt): string[] {
  if (reading.problems.every(({ code }) => code !== 'ambiguous_time')) return [];
  const joints = pieces.flatMap((piece, index) => {
    const next = pieces[index + 1];
    const isJoint = piece.kind === 'times' && next?.kind === 'times' && next.from === piece.to;
    return isJoint ? [{ start: tokens[piece.to - 1]!.end, end: tokens[next.from]!.start, text: ', ' }] : [];
  });
  return joints.length > 0 ? [edited(body, joints)] : [];
}
