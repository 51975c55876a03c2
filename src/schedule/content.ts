import type { Cursor } from './cursor.ts';
import { isKeyword } from './names.ts';
import type { Token } from './tokenize.ts';
import { MESSAGE_WORDS, TEMPLATE_WORDS } from './words/keywords.ts';

/** What is to be sent, as read from one part of a command. Null text or template: the keyword was there, what it announces was not. */
export type ContentClause =
  | { kind: 'text'; text: string | null }
  | { kind: 'template'; name: string | null }
  | { kind: 'var'; name: string; value: string };

/**
 * Reads "modelo …", "mensagem …", ": …", a quoted text, or "nome=valor"; null when the cursor is at none of them.
 *
 * @param text as typed: what is sent is taken from it, with every mark that the tokens are without
 */
export function readContent(cursor: Cursor, text: string): ContentClause | null {
  const token = cursor.peek();
  if (!token) return null;
  if (token.kind === 'quote') {
    cursor.at++;
    return { kind: 'text', text: quotedIn(token, text) };
  }
  const variable = cursor.attempt(c => readVariable(c, text));
  if (variable) return variable;
  if (token.text === ':') return isKeyword(cursor.peek(1)) ? null : readMessage(cursor, text);
  if (token.kind !== 'word') return null;
  if (TEMPLATE_WORDS.has(token.text)) return readTemplate(cursor, text);
  return MESSAGE_WORDS.has(token.text) ? readMessage(cursor, text) : null;
}

/** What is between the quotes, as typed. */
function quotedIn({ start, end }: Token, text: string): string {
  return text.slice(start + 1, end - 1);
}

/** Free text: a quoted passage, or all that is left of the command, whatever it holds. */
function readMessage(cursor: Cursor, text: string): ContentClause {
  const keyword = cursor.tokens[cursor.at++]!;
  const colon = keyword.text !== ':' && cursor.sees(':') ? cursor.tokens[cursor.at++]! : keyword;
  const next = cursor.peek();
  if (next?.kind === 'quote') {
    cursor.at++;
    return { kind: 'text', text: quotedIn(next, text) };
  }
  cursor.at = cursor.tokens.length;
  return { kind: 'text', text: text.slice(colon.end).trim() || null };
}

function readTemplate(cursor: Cursor, text: string): ContentClause {
  cursor.at++;
  cursor.take(':');
  const token = cursor.peek();
  if (token?.kind === 'quote') {
    cursor.at++;
    return { kind: 'template', name: token.text.trim() || null };
  }
  if (!token || token.kind === 'mark' || isKeyword(token) || cursor.peek(1)?.text === '=')
    return { kind: 'template', name: null };
  return { kind: 'template', name: takeRun(cursor, text) };
}

/** Everything up to the next space, without a comma or full stop at its end. */
function takeRun(cursor: Cursor, text: string): string {
  const start = cursor.tokens[cursor.at++]!.start;
  while (cursor.peek()?.glued) cursor.at++;
  return text.slice(start, cursor.tokens[cursor.at - 1]!.end).replace(/[,;.]+$/, '');
}

/** A variable's name has few parts ("data_de_vencimento"). */
const MAX_NAME_TOKENS = 16;

function isNamePart(cursor: Cursor): boolean {
  const kind = cursor.peek()?.kind;
  return kind === 'word' || kind === 'number' || cursor.sees('_', '-', '.');
}

/** "nome=Davi", `valor="R$ 89,90"`, "valor=R$ 89,90". */
function readVariable(cursor: Cursor, text: string): ContentClause | null {
  const first = cursor.peek();
  if (first?.kind !== 'word') return null;
  cursor.at++;
  const limit = cursor.at + MAX_NAME_TOKENS;
  while (cursor.at < limit && cursor.peek()?.glued && isNamePart(cursor)) cursor.at++;
  const name = text.slice(first.start, cursor.tokens[cursor.at - 1]!.end);
  if (!cursor.take('=')) return null;
  const value = cursor.peek();
  if (!value) return null;
  if (value.kind === 'quote') {
    cursor.at++;
    return { kind: 'var', name, value: quotedIn(value, text) };
  }
  const start = value.start;
  takeRun(cursor, text);
  // The amount belongs to its currency: "R$ 89,90".
  if (text.slice(start, cursor.tokens[cursor.at - 1]!.end).endsWith('$') && cursor.peek()?.kind === 'number')
    takeRun(cursor, text);
  return { kind: 'var', name, value: text.slice(start, cursor.tokens[cursor.at - 1]!.end).replace(/[,;]+$/, '') };
}
