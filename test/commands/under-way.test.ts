import { afterEach, beforeEach, expect, test } from 'vitest';
import { Delivery, Occurrence } from '../../src/db/entities/index.ts';
import { type Conversation, conversation } from '../chat/conversation.ts';
import { delivered } from './deliveries.ts';

let talk: Conversation;
beforeEach(async () => {
  talk = await conversation();
  await talk.asks('/agendar todo dia 9h grupo vendas mensagem Oi!');
});
afterEach(() => talk.close());

/** A run of today at nine that has not ended. */
async function run(...statuses: Delivery['status'][]): Promise<void> {
  const em = talk.database.em;
  const plannedAt = Temporal.Instant.from('2026-11-24T09:00-03:00');
  const occurrence = em.create(Occurrence, { schedule: 1, plannedAt, dueAt: plannedAt, status: 'firing' });
  await em.flush();
  for (const status of statuses) {
    const id = await delivered(talk, { status });
    await em.nativeUpdate(Delivery, { id }, { schedule: 1, occurrence: occurrence.id, recipientKey: `k${id}` });
  }
}

test('cancelling says how far the run had come', async () => {
  await run('sent', 'read', 'sending', 'queued', 'queued', 'waiting_connection');
  expect(await talk.asks('/cancelar 1')).toContain(
    'O envio que estava saindo parou no meio: 2 enviadas, 1 a caminho, 3 canceladas. Para apagar as enviadas: */recolher 1*',
  );
});

test('pausing says what waits for its end, and taking it up again lets it go', async () => {
  await run('sent', 'queued', 'queued');
  expect(await talk.asks('/pausar 1')).toContain(
    'O envio que estava saindo parou no meio: 1 enviada, 2 esperam o fim da pausa.',
  );
  await talk.asks('/retomar 1');
  expect(await talk.database.em.count(Delivery, { status: 'queued' })).toBe(2);
});

test.for(['/cancelar 1', '/pausar 1'])('%s says nothing of runs when none is under way', async line => {
  expect(await talk.asks(line)).not.toContain('envio que estava saindo');
});
