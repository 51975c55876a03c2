import { el } from './dom.js';

const TAGS = { '*': 'strong', _: 'em', '~': 's', '`': 'code' };

/** WhatsApp's own marks: ```mono```, `mono`, *bold*, _italic_, ~struck~. They hug their words and end on the same line. */
const MARKED = /```([\s\S]+?)```|(?<![\p{L}\p{N}])([*_~`])(?!\s)([^\n]+?)(?<!\s)\2(?![\p{L}\p{N}])/u;

/** Text as nodes, never as HTML. */
export function markedText(text) {
  const match = MARKED.exec(text);
  if (!match) return text === '' ? [] : [text];
  const [whole, mono, mark, inner] = match;
  const before = text.slice(0, match.index);
  const content = mono === undefined ? (mark === '`' ? [inner] : markedText(inner)) : [mono];
  const node = el(mono === undefined ? TAGS[mark] : 'code', {}, ...content);
  return [...(before && [before]), node, ...markedText(text.slice(match.index + whole.length))];
}
