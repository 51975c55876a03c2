import { foldName } from '../scheduling/names.ts';
import type { IncomingMessage } from '../whatsapp/gateway-events.ts';
import { chatIdentity } from '../whatsapp/identity.ts';

const OUT: readonly string[] = ['sair', 'parar', 'pare', 'stop', 'cancelar inscricao', 'descadastrar'];
const BACK: readonly string[] = ['voltar'];

/** Whether a message *is* a word by which people stop, or return; a longer sentence is neither. */
export function optWord(text: string): 'out' | 'back' | null {
  const said = foldName(text.replace(/[\p{P}\p{S}]+/gu, ' '));
  if (OUT.includes(said)) return 'out';
  return BACK.includes(said) ? 'back' : null;
}

/** All that is stored of such a message: who, where, and which way. */
export function optWordPayload(message: IncomingMessage, word: 'out' | 'back'): Record<string, unknown> {
  const { phones, lid } = chatIdentity(message);
  return { word, chatJid: message.chatJid, phone: phones[0] ?? null, lid };
}
