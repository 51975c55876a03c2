import { el } from './dom.js';
import { markedText } from './text-markup.js';
import { timeOf } from './times.js';
import { STATUSES } from './words.js';

/** One message as a list item. `isFirst` of a run of the same author. */
export function bubble(message, { isMine, isFirst, isGroup }) {
  const classes = ['message', isMine && 'is-mine', isFirst && 'is-first', message.reactions.length > 0 && 'has-reactions'];
  return el(
    'li',
    { className: classes.filter(Boolean).join(' '), tabIndex: -1, data: { id: message.id } },
    isFirst && isGroup && !isMine ? el('div', { className: 'author' }, message.author.name) : spoken(isMine ? 'Você: ' : `${message.author.name}: `),
    message.quoted && quote(message.quoted),
    el('div', { className: 'body' }, body(message), meta(message)),
    message.failure && el('p', { className: 'failure' }, `Não chegou: ${message.failure}.`),
    message.reactions.length > 0 && reactions(message.reactions),
  );
}

const spoken = text => el('span', { className: 'visually-hidden' }, text);

export function quote({ name, text }) {
  return el('span', { className: 'quote' }, el('b', {}, name), el('span', {}, ...(text === null ? ['Mensagem apagada'] : markedText(text))));
}

function body({ text, mentions }) {
  if (text === null) return el('span', { className: 'deleted' }, 'Mensagem apagada');
  return el('span', { className: 'text' }, ...markedText(text), mentions > 0 && el('em', {}, `\n(marcou ${mentions} pessoas)`));
}

function meta(message) {
  const { ticks, word } = STATUSES[message.status];
  // A group gives the bot no receipts: one tick is all it will ever show.
  const shown = message.in_group && message.from_bot && message.status === 'PENDING' ? STATUSES.SERVER_ACK : { ticks, word };
  return el(
    'span',
    { className: 'meta' },
    el('time', { dateTime: message.sent_at }, timeOf(message.sent_at)),
    el('span', { className: 'ticks', 'aria-hidden': 'true', data: { status: message.status } }, shown.ticks),
    spoken(shown.word),
  );
}

function reactions(list) {
  const emojis = [...new Set(list.map(({ emoji }) => emoji))];
  const who = list.map(({ emoji, name }) => `${emoji} de ${name}`).join(', ');
  return el('span', { className: 'reactions', title: who, role: 'img', 'aria-label': `Reações: ${who}` }, emojis.join(' '));
}
