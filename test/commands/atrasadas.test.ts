import { afterEach, beforeEach, expect, test } from 'vitest';
import { Admin, Delivery, EvolutionConfig, InboxEvent, PendingQuestion } from '../../src/db/entities/index.ts';
import { askAboutLate, LATE_MESSAGES } from '../../src/scheduling/late/late-question.ts';
import { type Conversation, conversation, EDITOR, OWNER } from '../chat/conversation.ts';
import { delivered, runOf } from './deliveries.ts';

let talk: Conversation;
beforeEach(async () => {
  talk = await conversation();
});
afterEach(() => talk.close());

const fork = () => talk.database.orm.em.fork();
const late = (name: string, more: Partial<Delivery> = {}) =>
  delivered(talk, {
    ...{ status: 'held', reason: 'late', recipientName: name, recipientKey: `+55${name}`, ...more },
  });
const logs = async () =>
  (await fork().find(Delivery, {}, { orderBy: { id: 'asc' } })).map(({ status, reason }) =>
    [status, reason].filter(Boolean).join(' '),
  );

/** What this admin is told when an outage is over. */
async function asked(who = OWNER): Promise<string[]> {
  const em = fork();
  const admin = await em.findOneOrFail(Admin, { phone: `+${who}` });
  await askAboutLate({ em, now: talk.clock.now() }, { admin, by: em.getReference(EvolutionConfig, talk.config.id) });
  await em.flush();
  return heard(who);
}

async function heard(who = OWNER): Promise<string[]> {
  const before = talk.gateway.sent.length;
  await talk.chat.inbox.drain();
  await talk.chat.outbox.drain();
  return talk.gateway.sent.slice(before).flatMap(({ to, text }) => (to === who ? text : []));
}

test('one question for all of it: what, from when, to whom, and until when it waits', async () => {
  await talk.asks('/agendar amanhã 9h contatos Ana Lima, Bruno Reis mensagem Oi');
  await talk.asks('sim');
  const run = await runOf(talk, 1);
  const dueAt = Temporal.Instant.from('2026-11-25T09:00:00-03:00');
  await late('Ana Lima', { ...run, dueAt });
  await late('Bruno Reis', { ...run, dueAt });
  await late('Caio', { text: 'Chegou o bolo' });
  expect(await asked()).toEqual([
    [
      '⏰ Algumas mensagens ficaram sem sair e já passaram da hora:',
      '',
      '• o que foi mandado enviar em ter 24/11 às 10:00: para Caio',
      '  “Chegou o bolo”',
      '• nº *1*, de qua 25/11 às 09:00: para Ana Lima e Bruno Reis',
      '  “Oi, Ana”',
      '',
      '*Mando agora?* Responda *sim* para enviar ou *não* para deixar de fora.',
      'Sem resposta, esperam até ter 24/11 às 11:00; depois disso não envio, e aviso. Para decidir mais tarde: */reenviar atrasadas*',
    ].join('\n'),
  ]);
  expect(await talk.asks('sim')).toBe('🔁 3 mensagens saem agora, assim que chegar a vez.');
  expect(await logs()).toEqual(['queued', 'queued', 'queued']);
  const trail = await talk.asks('/porque 1');
  expect(trail).toContain('ficou atrasada; perguntei a Olga se ainda devia enviar.');
  expect(trail).toContain('Olga mandou enviar mesmo atrasada.');
});

test('a no leaves it out for good, and the log says so', async () => {
  const id = await late('Ana Lima');
  await asked();
  expect(await talk.asks('não')).toBe('👌 Certo, 1 mensagem fica de fora.');
  expect(await logs()).toEqual(['cancelled left_out']);
  expect(await talk.asks(`/porque ${id}`)).toContain('a decisão foi não enviar');
});

test('two outages that end before she answers are one question', async () => {
  await late('Ana Lima');
  const em = fork();
  const admin = await em.findOneOrFail(Admin, { phone: `+${OWNER}` });
  const by = em.getReference(EvolutionConfig, talk.config.id);
  for (const _ of [1, 2]) {
    await askAboutLate({ em, now: talk.clock.now() }, { admin, by });
    await em.flush();
  }
  expect(await em.count(InboxEvent, { kind: LATE_MESSAGES })).toBe(1);
  expect(await heard()).toHaveLength(1);
});

test('it waits while another question is open', async () => {
  await talk.asks('/enviar contatos Ana Lima, Bruno Reis mensagem Oi'); // asks first
  await late('Ana Lima');
  expect(await asked()).toEqual([]);
  await talk.asks('não');
  talk.clock.advance({ seconds: 5 });
  expect((await heard())[0]).toContain('Mando agora?');
});

test('who did not make it is not asked; of two owners the first decides', async () => {
  await late('Ana Lima');
  expect(await asked(EDITOR)).toEqual([]);
  await asked();
  await talk.asks('sim');
  expect(await talk.asks('/reenviar atrasadas')).toContain('Não há mensagem atrasada à espera de resposta');
});

test('after ten minutes /reenviar atrasadas asks again, and /reenviar ID sends one', async () => {
  const id = await late('Ana Lima');
  await late('Bruno Reis');
  await asked();
  talk.clock.advance({ minutes: 11 });
  await talk.asks('sim');
  expect(await logs()).toEqual(['held late', 'held late']);
  expect(await talk.asks(`/reenviar ${id}`)).toContain('volta para a fila');
  expect(await logs()).toEqual(['queued', 'held late']);
  expect(await talk.asks('/reenviar atrasadas')).toContain('para Bruno Reis');
  await talk.asks('não');
  expect(await logs()).toEqual(['queued', 'cancelled left_out']);
});

test('when its time is over by the answer, that is said', async () => {
  await late('Ana Lima', { giveUpAt: talk.clock.now().add({ minutes: 5 }) });
  await asked();
  talk.clock.advance({ minutes: 6 });
  expect(await talk.asks('sim')).toContain('Não há mensagem atrasada à espera de resposta');
  expect(await logs()).toEqual(['held late']); // the sweep fails it
});

test('/silêncio fim asks about what is too old, and lets the rest go', async () => {
  await talk.asks('/silencio');
  await talk.asks('/enviar contato Ana Lima mensagem Oi');
  talk.clock.advance({ minutes: 50 });
  await talk.asks('/enviar contato Bruno Reis mensagem Olá');
  talk.clock.advance({ minutes: 11 });
  const reply = await talk.asks('/silencio fim');
  expect(reply).toContain('🔊 Acabou o silêncio. 1 mensagem que esperava sai agora.');
  expect(reply).toContain('Já passou da hora:');
  expect(reply).toContain('o que foi mandado enviar em ter 24/11 às 10:00: para Ana Lima');
  expect(reply).toContain('*Mando assim mesmo?*');
  expect(await logs()).toEqual(['held late', 'queued']);
  expect(await fork().count(PendingQuestion, {})).toBe(1);
  expect(await fork().count(InboxEvent, { kind: LATE_MESSAGES })).toBe(0); // she is the one who is asked
  expect(await talk.asks('não')).toBe('👌 Certo, 1 mensagem fica de fora.');
  expect(await logs()).toEqual(['cancelled left_out', 'queued']);
});

test('the confirmation says what holds while the phone is off, too', async () => {
  const often = await talk.asks('/agendar todo dia 9h grupo vendas modelo bomdia');
  expect(often).toContain(
    'ou o número sem conexão (celular desligado, por exemplo), envio assim que voltar, com até 1 hora',
  );
  const skips = await talk.asks('/agendar todo dia 10h grupo vendas modelo bomdia se atrasar pula');
  expect(skips).toContain('não envio atrasado: pulo e aviso você');
  const now = await talk.asks('/agendar agora contato Ana Lima mensagem Oi');
  expect(now).toContain('envio assim que voltar; com mais de 1 hora de atraso, pergunto a você antes.');
});
