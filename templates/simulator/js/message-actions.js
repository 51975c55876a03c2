import { complain, post } from './api.js';
import { chosenAuthor, quoteMessage } from './composer.js';
import { byId, el } from './dom.js';
import { currentChat, messagesOf } from './store.js';
import { REACTIONS } from './words.js';

/**
 * Choosing a message, by click or with the arrow keys, shows what can be done with it. Only one message takes part in the
 * tab order at a time.
 */
export function enableMessageActions() {
  const log = byId('log');
  log.addEventListener('drawn', ({ detail }) => restore(log, detail));
  log.addEventListener('focusin', event => choose(event.target.closest('.message')));
  log.addEventListener('keydown', event => move(log, event));
  document.addEventListener('focusin', event => {
    if (!log.contains(event.target)) closeActions();
  });
}

const closeActions = () => byId('log').querySelector('.actions')?.remove();

/** Puts the focus back where it was before the log was drawn again: on a message, or on one of its buttons. */
function restore(log, { id, action }) {
  const messages = [...log.querySelectorAll('.message')];
  const focused = id && messages.find(({ dataset }) => dataset.id === id);
  const entry = focused || messages.at(-1);
  if (entry) entry.tabIndex = 0;
  if (!focused) return;
  focused.focus({ preventScroll: true });
  focused.querySelectorAll('.actions button')[action]?.focus({ preventScroll: true });
}

function choose(item) {
  if (!item || item.querySelector('.actions')) return;
  closeActions();
  for (const other of byId('log').querySelectorAll('.message[tabindex="0"]')) other.tabIndex = -1;
  item.tabIndex = 0;
  const chat = currentChat();
  if (chat.authors.length === 0) return;
  const message = messagesOf(chat.jid).find(({ id }) => id === item.dataset.id);
  if (message && message.text !== null) item.append(actions(message));
}

function actions(message) {
  const answer = el('button', { type: 'button', onclick: () => quoteMessage(message) }, 'Responder');
  const emojis = REACTIONS.map(emoji =>
    el('button', { type: 'button', 'aria-label': `Reagir com ${emoji}`, onclick: () => react(message, emoji) }, emoji),
  );
  return el('div', { className: 'actions', role: 'group', 'aria-label': 'O que fazer com a mensagem' }, answer, ...emojis);
}

/** The same reaction again takes it back, as in WhatsApp. */
function react(message, emoji) {
  const author = chosenAuthor();
  const isBack = message.reactions.some(reaction => reaction.jid === author && reaction.emoji === emoji);
  post('reacoes', { message_id: message.id, author, emoji: isBack ? '' : emoji }).catch(complain);
  byId('escrever').focus();
}

function move(log, event) {
  if (event.key === 'Escape') byId('escrever').focus();
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  const item = event.target.closest('.message');
  if (!step || !item) return;
  event.preventDefault();
  const messages = [...log.querySelectorAll('.message')];
  messages[messages.indexOf(item) + step]?.focus();
}
