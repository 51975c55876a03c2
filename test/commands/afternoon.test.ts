import { expect, onTestFinished, test } from 'vitest';
import { parseWebhook } from '../../src/whatsapp/evolution-events.ts';
import {
  type Conversation,
  conversation,
  EDITOR,
  OWNER,
  VENDAS_JID,
  VIEWER,
  type Written,
} from '../chat/conversation.ts';
import { OWN_JID } from '../chat/helpers.ts';
import { delivered } from './deliveries.ts';

/** A line of the afternoon: somebody writes, or something else happens, which the transcript tells in brackets. */
type Step =
  | string
  | { text: string; by?: Written }
  | { happens: string; run: (talk: Conversation) => Promise<unknown> };

const membership = (action: 'add' | 'remove') => (talk: Conversation) =>
  talk.chat.storeEvents(
    talk.config,
    parseWebhook({
      event: 'group-participants.update',
      data: { id: VENDAS_JID, action, participants: [{ id: OWN_JID, admin: null }] },
    }),
  );
const card = {
  contactMessage: {
    displayName: 'Davi Souza',
    vcard: 'BEGIN:VCARD\nFN:Davi\nTEL;waid=5541998765432:+5541998765432\nEND:VCARD',
  },
};

/** An afternoon about people: who is written to, what became of it, and who may command. */
const AFTERNOON: readonly Step[] = [
  '/contatos',
  '/contato novo Carla Dias 41 98888-1111 cidade=Curitiba nascimento 12/03/1990',
  '/contato novo Carla Dias 98888-1111',
  '/contato novo Outra Carla 41 8888-1111',
  { happens: 'a dona manda o cartão de Davi Souza', run: talk => talk.says('', { message: card }) },
  '/contato ver ana',
  'sim',
  '/contato editar Ana Lima cidade=Recife nascimeto 3/4/1985',
  '/contato editar Ana Lima cidade=Recife nascimento 3/4/1985',
  '/contato editar Ana Lima',
  '/contato',
  '/grupo lista clientes: Ana Lima, Carla Dias e Davi Souza',
  '/grupo incluir Bruno Ries em clientes',
  'sim',
  '/grupo remover Carla Dias de clientes',
  '/grupo lista clientes',
  '/grupo incluir Zuleide, Xisto em clientes',
  '/grupo incluir Ana Lima em vendas',
  '/grupo apelido Feira Sul: sul',
  '/grupo apelido feira: f',
  '1',
  '/grupo apelido Suporte: sul',
  '/agendar todo dia 9h grupo clientes mensagem Oi, {{primeiro_nome}}!',
  '/agendar todo dia 9h grupo clientes mensagem Oi, {{primeiro_nome}}!',
  'não',
  { text: '/pausar 1', by: { from: EDITOR } },
  { text: '/retomar 1', by: { from: VIEWER } },
  '/retomar 1',
  { happens: 'chega a hora de três mensagens', run: sendThree },
  '/envios',
  '/envios falhas',
  '/porque 2',
  '/reenviar 2',
  '/reenviar 3',
  'sim',
  '/reenviar 1',
  '/porque 3',
  '/estatisticas hoje',
  { happens: 'tiram o bot do grupo Vendas', run: membership('remove') },
  '/agendar amanhã 9h grupo vendas modelo bomdia',
  { happens: 'põem o bot de volta', run: membership('add') },
  { text: 'SAIR', by: { from: '5541991110001' } },
  '/contato ver Ana Lima',
  '/contato apagar Ana Lima',
  'sim',
  '/admin listar',
  '/admin incluir 41 98888-7777 Fábio leitor',
  { text: '/admin listar', by: { from: EDITOR } },
  '/admin remover Edu',
  'sim',
  { text: '/status', by: { from: EDITOR } },
  '/admin remover Olga',
  'sim',
  { text: '/cancelar 1', by: { at: Temporal.Instant.from('2026-11-24T12:00:00Z') } },
  'não',
];

async function sendThree(talk: Conversation): Promise<void> {
  await delivered(talk, { status: 'read', attempts: 1, sentAt: talk.clock.now() });
  const bruno = {
    ...{ recipientId: 2, recipientName: 'Bruno Reis', recipientKey: '+5541991110002', jid: '5541991110002' },
    ...{ attempts: 1, text: 'Oi, Bruno' },
  };
  await delivered(talk, { ...bruno, status: 'failed', reason: 'not_on_whatsapp' });
  await delivered(talk, { ...bruno, status: 'uncertain', reason: 'interrupted' });
}

const NAMES = new Map([
  [OWNER, ''],
  [EDITOR, 'Edu: '],
  [VIEWER, 'Vera: '],
]);
const indented = (text: string) => text.replace(/^(?=.)/gm, '  ');

test('an afternoon about people reads well from beginning to end', async () => {
  const talk = await conversation();
  onTestFinished(() => talk.close());
  const lines: string[] = [];
  for (const step of AFTERNOON) {
    const before = talk.gateway.sent.length;
    if (typeof step === 'object' && 'happens' in step) {
      lines.push(`[${step.happens}]`);
      await step.run(talk);
    } else {
      const { text, by = {} } = typeof step === 'string' ? { text: step } : step;
      lines.push(`> ${NAMES.get(by.from ?? OWNER) ?? 'Ana: '}${text}`);
      await talk.says(text, by);
    }
    await talk.chat.inbox.drain();
    await talk.chat.outbox.drain();
    for (const { to, text } of talk.gateway.sent.slice(before)) {
      lines.push(indented(`${to === OWNER ? '' : `(para ${NAMES.get(to)?.replace(': ', '') || to}) `}${text}`));
    }
    lines.push('');
    talk.clock.advance({ seconds: 20 });
  }
  await expect(lines.join('\n')).toMatchFileSnapshot('golden/tarde.txt');
});
