import { complain, post } from './api.js';
import { quote } from './bubble.js';
import { byId, el } from './dom.js';
import { currentChat, on, store, takeMessage } from './store.js';
import { EXAMPLES } from './words.js';

const drafts = new Map();
let quotedMessage = null;
let drawnFor = null;

export const chosenAuthor = () => byId('author').value;

export function enableComposer() {
  const box = byId('escrever');
  byId('composer').addEventListener('submit', event => {
    event.preventDefault();
    send().catch(complain);
  });
  box.addEventListener('keydown', event => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    send().catch(complain);
  });
  box.addEventListener('input', () => drafts.set(store.currentJid, box.value));
  byId('examples').append(...EXAMPLES.map(exampleButton));
  on('opened', draw);
  on('state', draw);
}

/** The next message answers this one. */
export function quoteMessage(message) {
  quotedMessage = message;
  drawQuote();
  byId('escrever').focus();
}

function exampleButton(text) {
  const use = () => {
    const box = byId('escrever');
    box.value = text;
    drafts.set(store.currentJid, text);
    box.focus();
  };
  return el('button', { type: 'button', onclick: use }, text);
}

async function send() {
  const box = byId('escrever');
  const text = box.value.trim();
  const chat = currentChat();
  if (text === '' || !chat) return;
  const quotedId = quotedMessage?.chat === chat.jid ? quotedMessage.id : null;
  const body = { client_id: clientId(), chat: chat.jid, author: chosenAuthor(), text, quoted_id: quotedId };
  box.value = '';
  drafts.delete(chat.jid);
  quoteNothing();
  try {
    takeMessage(await post('mensagens', body));
  } catch (error) {
    if (box.value === '') box.value = text;
    throw error;
  }
}

/** `crypto.randomUUID` is missing where the page is not served from localhost or over HTTPS. */
const clientId = () => [...crypto.getRandomValues(new Uint32Array(4))].map(part => part.toString(36)).join('-');

function quoteNothing() {
  quotedMessage = null;
  drawQuote();
}

function drawQuote() {
  const preview = byId('quote-preview');
  preview.hidden = quotedMessage === null;
  if (quotedMessage === null) return preview.replaceChildren();
  const giveUp = el('button', { type: 'button', 'aria-label': 'Não responder a esta mensagem', onclick: quoteNothing }, '×');
  preview.replaceChildren(quote({ name: quotedMessage.author.name, text: quotedMessage.text }), giveUp);
}

function draw() {
  const chat = currentChat();
  if (!chat) return;
  const isOther = drawnFor !== chat.jid;
  drawAuthors(chat, isOther);
  const canWrite = chat.authors.length > 0;
  byId('composer').hidden = !canWrite;
  byId('read-only').hidden = canWrite;
  byId('read-only').textContent = 'Ninguém do simulador pode escrever aqui: você só observa.';
  byId('examples').hidden = !canWrite || (chat.kind !== 'bot' && chat.kind !== 'own_phone');
  if (!isOther) return;
  drawnFor = chat.jid;
  byId('escrever').value = drafts.get(chat.jid) ?? '';
  quoteNothing();
}

function drawAuthors(chat, isOther) {
  const select = byId('author');
  const kept = isOther ? undefined : select.value;
  select.replaceChildren(...chat.authors.map(({ jid, name }) => el('option', { value: jid }, name)));
  if (kept && chat.authors.some(({ jid }) => jid === kept)) select.value = kept;
  byId('author-line').hidden = chat.authors.length < 2;
}
