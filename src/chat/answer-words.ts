import { foldName } from '../scheduling/names.ts';
import type { Choice } from './command.ts';
import { YES_NO } from './command.ts';

const YES = [
  'sim',
  's',
  'ss',
  'ok',
  'okay',
  'pode',
  'pode ser',
  'isso',
  'confirmo',
  'confirma',
  'confirmar',
  'claro',
  'aham',
  '👍',
  '✅',
];
const NO = [
  'nao',
  'n',
  'nn',
  'negativo',
  'deixa',
  'deixa pra la',
  'cancela',
  'cancelar',
  'esquece',
  'nao quero',
  '👎',
  '❌',
];

/** What is said out of courtesy and wants no answer. */
const COURTESIES = [
  'obrigado',
  'obrigada',
  'muito obrigado',
  'muito obrigada',
  'obg',
  'brigado',
  'brigada',
  'valeu',
  'vlw',
];

/** Skin tones and the mark that asks for the coloured form: 👍🏽 is 👍. */
const EMOJI_MODIFIERS = /[\u{1F3FB}-\u{1F3FF}\uFE0F]/gu;

/** Whether these words say yes or no; null when they say something else. */
export function yesOrNo(text: string): 'sim' | 'não' | null {
  const said = foldName(text.replace(EMOJI_MODIFIERS, '')).replace(/[.!]+$/, '');
  if (YES.includes(said)) return 'sim';
  return NO.includes(said) ? 'não' : null;
}

/** Whether a text is only a thank-you. */
export function isCourtesy(text: string): boolean {
  return COURTESIES.includes(foldName(text.replace(/[\p{P}\p{S}]+/gu, ' ')));
}

/** Whether a text can only be an answer: a yes, a no, or a bare number. */
export function looksLikeAnswer(text: string): boolean {
  return yesOrNo(text) !== null || /^\d{1,2}[.)]?$/.test(foldName(text));
}

/**
 * What an answer chose.
 *
 * @param options `sim` and `não` (and perhaps a third way), or choices that are named by their number (from 1) or by their own words; none when
 *   any words will do, but for a yes (to what?) and a no
 * @returns null when it is no answer to this question
 */
export function readAnswer(options: readonly string[], text: string): Choice | null {
  if (options.length === 0) return yesOrNo(text) === null ? { index: 0, option: text.trim() } : null;
  const said = foldName(text);
  const byWords = options.findIndex(option => foldName(option) === said);
  const index = byWords >= 0 ? byWords : isYesNo(options) ? options.indexOf(yesOrNo(text) ?? '') : numberOf(said);
  const option = options[index];
  return option === undefined ? null : { index, option };
}

/** Whether the question wants a yes or a no; there may be a third way, which is named by its own words. */
export function isYesNo(options: readonly string[]): boolean {
  return YES_NO.every((word, index) => options[index] === word);
}

function numberOf(said: string): number {
  const match = /^(?:opcao |o |a |n[ºo] )?(\d{1,2})[.)]?$/.exec(said);
  return match ? Number(match[1]) - 1 : -1;
}
