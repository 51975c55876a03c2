import { complain } from './api.js';
import { bubble } from './bubble.js';
import { arrange, byId, el } from './dom.js';
import { currentChat, loadMessages, messagesOf, on, store } from './store.js';
import { dayOf } from './times.js';

const NEAR_END_PX = 120;

/** Drawn rows by key, each with what it was drawn from, so that only what changed is drawn again. */
const drawn = new Map();

export function showMessageLog() {
  const log = byId('log');
  on('opened', () => draw({ toEnd: true }));
  on('messages', jid => jid === store.currentJid && draw({ toEnd: isNearEnd(log) }));
  byId('jump').addEventListener('click', () => scrollToEnd(log));
  log.addEventListener('scroll', () => isNearEnd(log) && hideJump());
}

const isNearEnd = log => log.scrollHeight - log.scrollTop - log.clientHeight < NEAR_END_PX;
const hideJump = () => {
  byId('jump').hidden = true;
};

function scrollToEnd(log) {
  log.scrollTop = log.scrollHeight;
  hideJump();
}

function draw({ toEnd }) {
  const chat = currentChat();
  if (!chat) return;
  const log = byId('log');
  const messages = messagesOf(chat.jid);
  const focused = focusWithin(log);
  const grew = messages.length > log.querySelectorAll('.message').length;
  arrange(log, [...olderButton(chat, messages), ...rows(chat, messages)]);
  log.dispatchEvent(new CustomEvent('drawn', { detail: focused }));
  if (toEnd) scrollToEnd(log);
  else if (grew) byId('jump').hidden = false;
}

/** The message that has the focus, and which of its buttons: a receipt may draw it again between two keys. */
function focusWithin(log) {
  const item = document.activeElement?.closest?.('.message');
  if (!item || !log.contains(item)) return { id: null, action: -1 };
  return { id: item.dataset.id, action: [...item.querySelectorAll('.actions button')].indexOf(document.activeElement) };
}

function olderButton(chat, messages) {
  if (!store.hasOlder.get(chat.jid)) return [];
  const before = messages[0].seq;
  const load = () => loadMessages(chat.jid, before).catch(complain);
  const button = () => el('button', { type: 'button', className: 'older', onclick: load }, 'Mensagens anteriores');
  return [keep(`${chat.jid} older`, before, () => el('li', { className: 'older-row' }, button()))];
}

function rows(chat, messages) {
  if (messages.length === 0) return [el('li', { className: 'empty' }, emptyWords(chat))];
  return messages.flatMap((message, index) => {
    const previous = messages[index - 1];
    const isNewDay = !previous || dayOf(previous.sent_at) !== dayOf(message.sent_at);
    const isFirst = isNewDay || previous.author.jid !== message.author.jid || previous.from_bot !== message.from_bot;
    const isMine = !message.from_bot && (chat.kind !== 'group' || message.author.jid === chat.authors[0]?.jid);
    const look = { isMine, isFirst, isGroup: chat.kind === 'group' };
    const item = keep(message.id, { message, look }, () => bubble(message, look));
    if (!isNewDay) return [item];
    const day = dayOf(message.sent_at);
    return [keep(`${chat.jid} ${day}`, day, () => el('li', { className: 'day' }, day)), item];
  });
}

function keep(key, source, draw) {
  const signature = JSON.stringify(source);
  const known = drawn.get(key);
  if (known?.signature === signature) return known.element;
  const element = draw();
  drawn.set(key, { signature, element });
  return element;
}

function emptyWords({ kind, title }) {
  if (kind === 'bot') return 'Escreva um comando para o Agendador, ou toque num dos exemplos abaixo.';
  if (kind === 'group') return `As mensagens que o Agendador mandar para ${title} aparecem aqui na hora.`;
  if (kind === 'own_phone') return 'A conversa da loja com ela mesma. Comandos escritos aqui valem como os da dona.';
  return `O que o Agendador mandar para esta pessoa aparece aqui. Você pode responder no lugar dela.`;
}
