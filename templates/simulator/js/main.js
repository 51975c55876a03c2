import { complain, get } from './api.js';
import { showChatHeader } from './chat-header.js';
import { showChatList } from './chat-list.js';
import { enableComposer } from './composer.js';
import { byId } from './dom.js';
import { followLive } from './live.js';
import { enableMessageActions } from './message-actions.js';
import { showMessageLog } from './message-log.js';
import { open, setState, store } from './store.js';
import { enableTools } from './tools.js';

/** The address names the conversation, so that "back" on a phone leads to the list. */
async function followAddress() {
  const asked = decodeURIComponent(location.hash.slice(1));
  // Other fragments, such as the skip link's, are places on the page.
  if (asked !== '' && byId(asked)) return;
  const chat = store.state.chats.find(({ jid }) => jid === asked);
  byId('app').dataset.screen = chat ? 'chat' : 'list';
  await open((chat ?? store.state.chats[0]).jid);
  if (chat && !window.matchMedia('(pointer: coarse)').matches) byId('escrever').focus();
}

async function start() {
  showChatList();
  showChatHeader();
  showMessageLog();
  enableMessageActions();
  enableComposer();
  enableTools();
  setState(await get('estado'));
  await followAddress();
  window.addEventListener('hashchange', () => followAddress().catch(complain));
  followLive();
}

start().catch(complain);
