import { byId, paintAvatar } from './dom.js';
import { currentChat, on, store } from './store.js';
import { CONNECTIONS, FAULTS, phoneInWords } from './words.js';

export function showChatHeader() {
  on('opened', draw);
  on('state', draw);
}

function draw() {
  const { connection, fault } = store.state;
  byId('connection-pill').dataset.state = connection;
  byId('connection-word').textContent = CONNECTIONS[connection].word;
  drawNotice(connection, fault);
  const chat = currentChat();
  if (!chat) return;
  paintAvatar(byId('chat-avatar'), chat);
  byId('chat-title').textContent = chat.title;
  byId('chat-subtitle').textContent = subtitle(chat);
}

function subtitle(chat) {
  if (chat.kind === 'bot') return `você é ${chat.authors[0].name}, ${phoneInWords(chat.phone)}`;
  if (chat.kind === 'own_phone') return `a loja escrevendo para si mesma, ${phoneInWords(chat.phone)}`;
  if (chat.kind === 'person') return `a conversa desta pessoa com o Agendador, ${phoneInWords(chat.phone)}`;
  return chat.bot_is_member ? chat.members.join(', ') : `O Agendador não está neste grupo. ${chat.members.join(', ')}`;
}

function drawNotice(connection, fault) {
  const notes = [
    connection === 'open' ? null : `O Agendador está ${CONNECTIONS[connection].word}: nada entra e nada sai.`,
    fault && `${fault.remaining === 1 ? 'O próximo envio vai' : `Os próximos ${fault.remaining} envios vão`} dar errado: ${FAULTS[fault.kind]}.`,
  ].filter(Boolean);
  const notice = byId('notice');
  notice.hidden = notes.length === 0;
  notice.textContent = notes.join(' ');
}
