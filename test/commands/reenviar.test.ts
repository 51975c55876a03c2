import { afterEach, beforeEach, describe, expect, test } from 'vitest';
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

describe('to a contact whose number was mended', () => {
  const NEW = '+5541991119999';
  const mend = () => talk.asks('/contato editar Ana Lima 41 99111-9999');

  test('it goes to the number of now, and says so', async () => {
    const id = await delivered(talk, { status: 'failed', reason: 'not_on_whatsapp' });
    await mend();
    const reply = await talk.asks(`/reenviar ${id}`);
    expect(reply).toContain('Desta vez para o número que está no contato agora: (41) 99111-9999.');
    expect(await log(id)).toMatchObject({ status: 'queued', recipientKey: NEW, jid: NEW.slice(1), startedAt: null });
    expect(await talk.asks(`/porque ${id}`)).toContain('ao número de agora, (41) 99111-9999');
  });

  test('what may have arrived goes to it too, after a yes', async () => {
    const id = await delivered(talk, { status: 'uncertain' });
    await mend();
    await talk.asks(`/reenviar ${id}`);
    expect(await talk.asks('sim')).toContain('(41) 99111-9999');
    expect((await log(id)).recipientKey).toBe(NEW);
  });

  test('a number that is the same says nothing of it, also in another spelling', async () => {
    for (const key of ['5541991110001', '554191110001']) {
      const id = await delivered(talk, { status: 'failed', jid: key });
      expect(await talk.asks(`/reenviar ${id}`)).not.toContain('Desta vez');
      expect(await log(id)).toMatchObject({ recipientKey: '+5541991110001', jid: '5541991110001' });
    }
  });

  test('a message to a number of nobody, and one to a contact that is gone, keep theirs', async () => {
    const ofNobody = await delivered(talk, { status: 'failed', recipientType: 'number', recipientId: null });
    const ofGone = await delivered(talk, { status: 'failed', recipientId: 99 });
    await mend();
    for (const id of [ofNobody, ofGone]) {
      expect(await talk.asks(`/reenviar ${id}`)).not.toContain('Desta vez');
      expect((await log(id)).recipientKey).toBe('+5541991110001');
    }
  });

  test('her no, by the old number or the new one, is heard', async () => {
    await mend();
    for (const from of ['5541991110001', NEW.slice(1)]) {
      const id = await delivered(talk, { status: 'failed' });
      await talk.says('SAIR', { from });
      expect(await talk.asks(`/reenviar ${id}`)).toContain('pediu para não receber');
      await talk.says('VOLTAR', { from });
      expect((await log(id)).status).toBe('failed');
    }
  });

  test('nobody gets two messages of one run', async () => {
    await talk.asks('/agendar amanhã 9h contato Ana Lima mensagem Oi');
    const run = await runOf(talk, 1);
    const id = await delivered(talk, { ...run, status: 'failed' });
    const twin = await delivered(talk, { ...run, status: 'sent', recipientKey: NEW, recipientType: 'number' });
    await mend();
    expect(await talk.asks(`/reenviar ${id}`)).toContain(
      `*Ana Lima* tem agora já está neste mesmo envio: receberia duas vezes. Veja o que houve com ele: */porque ${twin}*`,
    );
    expect(await log(id)).toMatchObject({ status: 'failed', recipientKey: '+5541991110001' });
  });
});
