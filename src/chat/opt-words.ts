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

/** A wish to end something, and what the messages of a shop are called. */
const ENDING =
  /\b(?:par(?:ar?|e|em)|sair|stop|cancel(?:ar?|e|em)|descadastr\w*|remov(?:er?|a|am)|tir(?:ar?|e|em)|nao (?:quero|desejo))\b/;
const MESSAGES = /\b(?:mensage(?:m|ns)|msgs?|lista|receber|mandar|enviar|inscricao|propagandas?|cadastro)\b/;
/** Whoever wants to stop says so in a sentence or two. */
const MAX_HINT_LENGTH = 300;

/** Whether a sentence may be a wish to get no more messages: "por favor, parem de me mandar mensagem". */
export function mayMeanOut(text: string): boolean {
  const said = foldName(text.replace(/[\p{P}\p{S}]+/gu, ' '));
  return text.length <= MAX_HINT_LENGTH && ENDING.test(said) && MESSAGES.test(said);
}

/** All that is stored of such a message: who, where, and which way. */
export function optWordPayload(message: IncomingMessage, word: 'out' | 'back' | 'hint'): Record<string, unknown> {
  const { phones, lid } = chatIdentity(message);
  return { word, chatJid: message.chatJid, phone: phones[0] ?? null, lid };
}
