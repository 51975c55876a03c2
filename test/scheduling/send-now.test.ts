import { afterEach, beforeEach, expect, test } from 'vitest';
import { AuditEntry, Delivery } from '../../src/db/entities/index.ts';
import { sendNow } from '../../src/scheduling/send-now.ts';
import { suppressPhone } from '../../src/scheduling/suppress.ts';
import { createWorld, type World } from '../helpers/world.ts';
import { contact, group } from './people.ts';
import { refusal } from './refusal.ts';

let world: World;
beforeEach(async () => {
  world = await createWorld('2026-11-24T10:00:00-03:00');
});
afterEach(() => world.close());

test('each chat has its own text in the queue, due now, without a schedule', async () => {
  const ana = await contact(world, 'Ana Lima', '11 98765-4321');
  const list = await group(world, 'VIP', { contacts: [ana, await contact(world, 'Bia', '11 98765-4322')] });
  const recipients = [
    { type: 'contact' as const, id: ana },
    { type: 'group' as const, id: list },
  ];
  const content = { text: '{{saudacao}}, {{primeiro_nome}}!' };
  await world.run(work => sendNow(work, { recipients, content, sendWithinMinutes: 30 }));
  const rows = await world.db.em.find(Delivery, {}, { orderBy: { id: 'asc' } });
  expect(rows.map(row => [row.recipientName, row.jid, row.text, row.status])).toEqual([
    ['Ana Lima', '5511987654321', 'Bom dia, Ana!', 'queued'],
    ['Bia', '5511987654322', 'Bom dia, Bia!', 'queued'],
  ]);
  expect(rows[0]).toMatchObject({ schedule: null, occurrence: null });
  expect([rows[0]!.dueAt, rows[0]!.nextAttemptAt, rows[0]!.giveUpAt].map(String)).toEqual([
    '2026-11-24T13:00:00Z',
    '2026-11-24T13:00:00Z',
    '2026-11-24T13:30:00Z',
  ]);
  const entry = await world.db.em.findOneOrFail(AuditEntry, { action: 'message.send' });
  expect(entry.after).toMatchObject({ content, deliveries: rows.map(row => row.id) });
});

test('who asked to stop is skipped, and the log says so', async () => {
  await world.run(work => suppressPhone(work, '+5511987654321', 'test'));
  const recipients = [{ type: 'number' as const, phone: '+5511987654321' }];
  const rows = await world.run(work => sendNow(work, { recipients, content: { text: 'Oi' } }));
  expect(rows.map(row => [row.status, row.reason])).toEqual([['skipped', 'opted_out']]);
});

test('one chat that lacks a variable, and nothing is sent to any', async () => {
  const ana = await contact(world, 'Ana', '11 98765-4321', { variables: { mesa: '4' } });
  const recipients = [
    { type: 'contact' as const, id: ana },
    { type: 'number' as const, phone: '+5511987654322' },
  ];
  expect(await refusal(world.run(work => sendNow(work, { recipients, content: { text: 'Mesa {{mesa}}' } })))).toBe(
    'unknown_variables',
  );
  expect(await world.db.em.count(Delivery)).toBe(0);
});
