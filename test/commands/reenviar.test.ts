import { afterEach, beforeEach, expect, test } from 'vitest';
import { AuditEntry, Delivery, EvolutionConfig, Occurrence } from '../../src/db/entities/index.ts';
import { type Conversation, conversation } from '../chat/conversation.ts';
import { delivered, runOf } from './deliveries.ts';

let talk: Conversation;
beforeEach(async () => {
  talk = await conversation();
});
afterEach(() => talk.close());

const fork = () => talk.database.orm.em.fork();
const log = (id: number) => fork().findOneOrFail(Delivery, id);

test('what failed is queued again, with a new deadline and all its attempts', async () => {
  const id = await delivered(talk, { status: 'failed', reason: 'gateway_busy', attempts: 5 });
  talk.clock.advance({ hours: 5 });
  expect(await talk.asks(`/reenviar ${id}`)).toContain('A mensagem para *Ana Lima* volta para a fila');
  const { status, reason, attempts, nextAttemptAt, giveUpAt } = await log(id);
  expect({ status, reason, attempts }).toEqual({ status: 'queued', reason: null, attempts: 0 });
  expect(nextAttemptAt.equals(talk.clock.now())).toBe(true);
  expect(giveUpAt.equals(talk.clock.now().add({ hours: 24 }))).toBe(true);
  expect(await fork().count(AuditEntry, { action: 'log.retry', entityId: id })).toBe(1);
});

test('what may have arrived is asked about first', async () => {
  const id = await delivered(talk, { status: 'uncertain', reason: 'interrupted' });
  expect(await talk.asks(`/reenviar ${id}`)).toContain('ela pode receber duas vezes');
  expect((await log(id)).status).toBe('uncertain');
  await talk.asks('sim');
  expect((await log(id)).status).toBe('queued');
});

test('a receipt that comes before the yes settles it: nothing is sent twice', async () => {
  const id = await delivered(talk, { status: 'uncertain' });
  await talk.asks(`/reenviar ${id}`);
  await fork().nativeUpdate(Delivery, { id }, { status: 'delivered' });
  expect(await talk.asks('sim')).toContain('já foi enviada');
  expect((await log(id)).status).toBe('delivered');
});

test('its run is open again, so that a second failure is told', async () => {
  await talk.asks('/agendar amanhã 9h contato Ana Lima mensagem Oi');
  const run = await runOf(talk, 1);
  await fork().nativeUpdate(Occurrence, run.occurrence.id, { status: 'done', finishedAt: talk.clock.now() });
  const id = await delivered(talk, { ...run, status: 'failed' });
  await talk.asks(`/reenviar ${id}`);
  expect(await fork().findOneOrFail(Occurrence, run.occurrence.id)).toMatchObject({
    status: 'firing',
    finishedAt: null,
  });
});

test.for([
  ['sent', 'já foi enviada'],
  ['queued', 'ainda está na fila'],
  ['skipped', 'foi pulada'],
  ['cancelled', 'foi cancelada'],
] as const)('one that is %s is not', async ([status, answer]) => {
  const id = await delivered(talk, { status });
  expect(await talk.asks(`/reenviar ${id}`)).toContain(`Só dá para enviar de novo o que falhou, e esta ${answer}`);
  expect((await log(id)).status).toBe(status);
});

test('one that never had a text is not, nor one to somebody who asked to stop', async () => {
  const empty = await delivered(talk, { status: 'failed', reason: 'missing_variables', text: '' });
  expect(await talk.asks(`/reenviar ${empty}`)).toContain('falhou antes de ter um texto');
  await talk.says('SAIR', { from: '5541991110001' });
  const id = await delivered(talk, { status: 'failed' });
  expect(await talk.asks(`/reenviar ${id}`)).toContain('Ana Lima pediu para não receber');
});

test('a paused number is told', async () => {
  await fork().nativeUpdate(EvolutionConfig, talk.config.id, { pausedAt: talk.clock.now() });
  const id = await delivered(talk, { status: 'failed' });
  expect(await talk.asks(`/reenviar ${id}`)).toContain('⚠️ Os envios de Loja estão pausados');
});

test('without a number, or with one that does not exist', async () => {
  expect(await talk.asks('/reenviar')).toContain('Os números estão em */envios*');
  expect(await talk.asks('/reenviar 99')).toContain('Não existe envio com esse número (99)');
});
