import {
  ask,
  type Choice,
  type CommandContext,
  type Here,
  type MediaBeside,
  type Reply,
  type ReplyData,
  readMedia,
} from '../../src/chat/command.ts';
import { UserError } from '../../src/errors.ts';
import { readValues } from './read-values.ts';

/**
 * A command to schedule on its way: the words it was given in, and what has been settled by questions since. It is
 * kept as plain JSON in the pending question, and all of it is read and checked again with each answer.
 */
export interface ScheduleRequest {
  /** The words after `/agendar`. */
  readonly words: string;
  readonly quotedText: string | null;
  readonly isGroup: boolean;
  readonly here: Here | null;
  /** What relative times count from. */
  readonly askedAt: Temporal.Instant;
  /** Chosen among several of one name: `group:vendas` → its id. */
  readonly picks: Readonly<Record<string, number>>;
  /** The choice that is being asked for, its ids in the order of the options. */
  readonly asking: { readonly key: string; readonly ids: readonly number[] } | null;
  /** The words as each option of the question that is being asked has them; empty when it asks for something else. */
  readonly rewordings: readonly string[];
  /** The template's variables that are being asked for. */
  readonly wanted: readonly string[];
  /** Values that were asked for and answered. */
  readonly values: Readonly<Record<string, string>>;
  /** An answer with none of the values that were asked for; null unless the last one was so. */
  readonly unread: string | null;
  /** What is being asked about the words themselves; null when it is something else. */
  readonly doubt: string | null;
  /** What was answered to each doubt about the words: `variable` → `sim`. */
  readonly settled: Readonly<Record<string, string>>;
  /** The text with its variables written as they should be, where that was offered. */
  readonly mended: string | null;
  /** Lines after the words that are another command; null when there are none. */
  readonly rest: string | null;
  /** What came with the command beside words, and cannot be sent. */
  readonly media: MediaBeside | null;
  /** The first send as the person was told when she was asked to confirm; null until then. */
  readonly confirming: Temporal.Instant | null;
  readonly isConfirmed: boolean;
}

export function firstRequest(context: CommandContext, words: string): ScheduleRequest {
  const { quotedText, isGroup, here, askedAt, media } = context;
  return {
    words,
    quotedText,
    isGroup,
    here,
    askedAt,
    picks: {},
    asking: null,
    rewordings: [],
    wanted: [],
    values: {},
    unread: null,
    doubt: null,
    settled: {},
    mended: null,
    rest: null,
    media,
    confirming: null,
    isConfirmed: false,
  };
}

/** The request with the answer to its question: other words, a doubt, a choice among names, values for variables, or the final yes. */
export function withAnswer(request: ScheduleRequest, choice: Choice): ScheduleRequest {
  const { asking, picks, wanted, rewordings, doubt, settled } = request;
  if (doubt !== null) return { ...request, doubt: null, settled: { ...settled, [doubt]: choice.option } };
  if (rewordings.length > 0) return withWords(request, rewordings[choice.index]);
  if (wanted.length > 0) return withValues(request, choice.option);
  if (!asking) return { ...request, isConfirmed: true };
  const id = asking.ids[choice.index];
  if (id === undefined) throw new UserError('question_expired');
  return { ...request, picks: { ...picks, [asking.key]: id }, asking: null };
}

/** @throws UserError `question_expired` for an option that it did not have */
function withWords(request: ScheduleRequest, words: string | undefined): ScheduleRequest {
  if (words === undefined) throw new UserError('question_expired');
  return { ...request, words, rewordings: [] };
}

function withValues(request: ScheduleRequest, answer: string): ScheduleRequest {
  const read = readValues(answer, request.wanted);
  const values = { ...request.values, ...read };
  return { ...request, values, wanted: [], unread: Object.keys(read).length > 0 ? null : answer };
}

/** Asks which of several of one name is meant. @param question its options in the order of `ids` */
export function askWhich(
  request: ScheduleRequest,
  question: { key: string; ids: readonly number[]; type: string; name: string; options: readonly string[] },
): Reply {
  const { key, ids, type, name, options } = question;
  const payload = requestToJson({ ...request, asking: { key, ids } });
  return ask({ template: 'agendar/qual', data: { type, name }, options, payload });
}

/** Asks what the words mean; the answer is one of the options. */
export function askDoubt(
  request: ScheduleRequest,
  doubt: { about: string; template: string; data: ReplyData; options: readonly string[]; mended?: string },
): Reply {
  const { about, template, data, options, mended = request.mended } = doubt;
  return ask({ template, data, options, payload: requestToJson({ ...request, doubt: about, mended }) });
}

/** As it is kept with the question. */
export function requestToJson(request: ScheduleRequest): Record<string, unknown> {
  const { askedAt, confirming, isConfirmed: _, unread: __, ...plain } = request;
  return { ...plain, askedAt: askedAt.toString(), confirming: confirming?.toString() ?? null };
}

/** @throws UserError `question_expired` when it is not what we wrote: an earlier version's question, say */
export function readRequest(stored: Readonly<Record<string, unknown>>): ScheduleRequest {
  const { words, quotedText, isGroup, here, askedAt, picks, asking, rewordings, wanted, values, confirming } = stored;
  const { doubt, settled, mended, rest, media } = stored;
  const isText = (value: unknown) => value === null || typeof value === 'string';
  const isWhole = typeof words === 'string' && typeof askedAt === 'string' && isPicks(picks);
  if (!isWhole || !isText(quotedText) || !isText(confirming)) throw new UserError('question_expired');
  return {
    ...{ words, picks },
    quotedText: quotedText as string | null,
    isGroup: isGroup === true,
    here: readHere(here),
    askedAt: Temporal.Instant.from(askedAt),
    asking: readAsking(asking),
    rewordings: Array.isArray(rewordings) ? rewordings.map(String) : [],
    wanted: Array.isArray(wanted) ? wanted.map(String) : [],
    values: readTexts(values),
    unread: null,
    doubt: typeof doubt === 'string' ? doubt : null,
    settled: readTexts(settled),
    mended: typeof mended === 'string' ? mended : null,
    rest: typeof rest === 'string' ? rest : null,
    media: readMedia(media),
    confirming: confirming === null ? null : Temporal.Instant.from(confirming as string),
    isConfirmed: false,
  };
}

function isPicks(value: unknown): value is Record<string, number> {
  return typeof value === 'object' && value !== null && Object.values(value).every(id => typeof id === 'number');
}

function readTexts(value: unknown): Record<string, string> {
  const texts = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  return Object.fromEntries(texts.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}

function readHere(value: unknown): Here | null {
  if (typeof value !== 'object' || value === null) return null;
  const { id, name } = value as { id?: unknown; name?: unknown };
  return typeof id === 'number' && typeof name === 'string' ? { id, name } : null;
}

function readAsking(value: unknown): ScheduleRequest['asking'] {
  if (typeof value !== 'object' || value === null) return null;
  const { key, ids } = value as { key?: unknown; ids?: unknown };
  const isWhole = typeof key === 'string' && Array.isArray(ids) && ids.every(id => typeof id === 'number');
  return isWhole ? { key, ids } : null;
}
