import { avatar, byId, el } from './dom.js';
import { on, store } from './store.js';
import { markedText } from './text-markup.js';
import { momentOf } from './times.js';
import { phoneInWords } from './words.js';

const SECTIONS = [
  { title: 'Você, administradora', kinds: ['bot'] },
  { title: 'Grupos', kinds: ['group'] },
  { title: 'Celulares de outras pessoas', kinds: ['person'] },
  { title: 'Celular do próprio Agendador', kinds: ['own_phone'] },
];

export function showChatList() {
  on('state', draw);
  on('opened', draw);
}

function draw() {
  const list = byId('chat-list');
  const focused = document.activeElement?.closest?.('.chat-item')?.dataset.jid;
  list.replaceChildren(...SECTIONS.flatMap(section));
  if (focused) list.querySelector(`[data-jid="${CSS.escape(focused)}"]`)?.focus();
  const unread = [...store.unread.values()].reduce((sum, count) => sum + count, 0);
  document.title = `${unread ? `(${unread}) ` : ''}Simulador do Agendador`;
}

function section({ title, kinds }) {
  const chats = store.state.chats.filter(({ kind }) => kinds.includes(kind));
  // Whoever wrote or was written to last comes first among people; groups keep their place.
  if (kinds.includes('person')) chats.sort((a, b) => (b.last?.seq ?? 0) - (a.last?.seq ?? 0));
  return [el('h2', {}, title), el('ul', {}, ...chats.map(item))];
}

function item(chat) {
  const unread = store.unread.get(chat.jid);
  const link = el(
    'a',
    { className: 'chat-item', href: `#${chat.jid}`, data: { jid: chat.jid } },
    avatar(chat),
    el('span', {}, el('span', { className: 'chat-item-name' }, chat.title), el('span', { className: 'chat-item-last' }, ...lastWords(chat))),
    el(
      'span',
      { className: 'chat-item-side' },
      chat.last ? momentOf(chat.last.sent_at) : '',
      unread ? el('span', { className: 'unread' }, String(unread), el('span', { className: 'visually-hidden' }, ' não lidas')) : null,
    ),
  );
  if (chat.jid === store.currentJid) link.setAttribute('aria-current', 'true');
  return el('li', {}, link);
}

function lastWords({ last, kind, phone, members }) {
  if (!last) return [kind === 'group' ? `${members.length} participantes` : phoneInWords(phone)];
  const text = last.text === null ? ['Mensagem apagada'] : markedText(last.text);
  if (kind === 'group') return [`${last.author.name.split(' ')[0]}: `, ...text];
  return last.from_bot ? text : [kind === 'bot' ? 'Você: ' : '', ...text];
}
