import { get } from './api.js';
import { setClock } from './times.js';

/**
 * What the page knows: the simulator's state, the messages it has loaded, which conversation is open, and how many
 * messages came to the others meanwhile. Views listen and draw themselves again.
 */
export const store = {
  state: null,
  currentJid: null,
  messages: new Map(),
  unread: new Map(),
  hasOlder: new Map(),
};

const listeners = { state: [], messages: [], opened: [] };

/** `state`: anything around messages · `messages`: those of one chat, whose JID is passed · `opened`: another conversation. */
export const on = (kind, listener) => listeners[kind].push(listener);
const tell = (kind, detail) => {
  for (const listener of listeners[kind]) listener(detail);
};

export const currentChat = () => store.state?.chats.find(chat => chat.jid === store.currentJid);

export function setState(state) {
  for (const chat of store.state ? state.chats : []) {
    const before = store.state.chats.find(({ jid }) => jid === chat.jid);
    if ((chat.last?.seq ?? 0) > (before?.last?.seq ?? 0)) countUnread(chat.jid);
  }
  store.state = state;
  setClock(state.clock);
  tell('state');
}

function countUnread(jid) {
  if (jid !== store.currentJid) store.unread.set(jid, (store.unread.get(jid) ?? 0) + 1);
}

export const messagesOf = jid => [...(store.messages.get(jid)?.values() ?? [])].sort((a, b) => a.seq - b.seq);

/** A message as it is now, new or changed. */
export function takeMessage(message) {
  const loaded = store.messages.get(message.chat);
  const chat = store.state?.chats.find(({ jid }) => jid === message.chat);
  const isNew = chat && (chat.last?.seq ?? 0) < message.seq;
  if (chat && (chat.last?.seq ?? 0) <= message.seq) chat.last = message;
  loaded?.set(message.id, message);
  if (isNew) countUnread(message.chat);
  tell('state');
  if (loaded) tell('messages', message.chat);
}

export async function open(jid) {
  store.currentJid = jid;
  store.unread.delete(jid);
  if (!store.messages.has(jid)) await loadMessages(jid);
  tell('opened');
}

/** Loads the newest messages of a chat, or those before the oldest known. */
export async function loadMessages(jid, beforeSeq) {
  const query = beforeSeq ? `?before=${beforeSeq}` : '';
  const { messages, more } = await get(`conversas/${encodeURIComponent(jid)}/mensagens${query}`);
  const known = store.messages.get(jid) ?? new Map();
  for (const message of messages) known.set(message.id, message);
  store.messages.set(jid, known);
  store.hasOlder.set(jid, more);
  tell('messages', jid);
}

/** While no stream was open anything may have happened: state and the open chat are read again, other chats when opened. */
export async function reload() {
  setState(await get('estado'));
  store.messages.clear();
  if (store.currentJid) await loadMessages(store.currentJid);
}
