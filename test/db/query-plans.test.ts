import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { takeOldestOfLanes } from '../../src/chat/claim.ts';
import { isFirstContact } from '../../src/delivery/first-contacts.ts';
import { type TestDatabase, testDatabase } from '../helpers/database.ts';

/** SQLite has no statistics here, and at a customer's neither: what it takes then must not grow with all that was ever sent. */
describe('SQLite reads by an index that leads to few rows', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await testDatabase();
  });
  afterEach(() => database.close());

  const plan = async (sql: string) =>
    (await database.em.execute<{ detail: string }[]>(`explain query plan ${sql}`))
      .map(({ detail }) => detail)
      .join('\n');
  const ofMessages = (table: string, ids: number) =>
    `select * from ${table} where evolution_config_id = 1 and message_id in (${Array(ids).fill("'x'").join(', ')}) order by id`;

  test.for(['deliveries', 'outbox_messages'])('%s of one receipt, and of a hundred', async table => {
    for (const ids of [1, 2, 100]) {
      expect(await plan(ofMessages(table, ids))).toContain('(evolution_config_id=? AND message_id=?)');
    }
  });

  test.for([
    { table: 'inbox_events', chat: 'chat_key', open: ['pending'] },
    { table: 'outbox_messages', chat: 'chat_jid', open: ['queued', 'sending'] },
  ])('whether something is before it in its chat: $table', async ({ table, chat, open }) => {
    const { em } = database;
    let said = '';
    const explaining: typeof em = Object.assign(Object.create(em), {
      async execute(sql: string, values: unknown[]) {
        said = (await em.execute<{ detail: string }[]>(`explain query plan ${sql}`, values))
          .map(row => row.detail)
          .join();
        return [];
      },
    });
    const now = Temporal.Now.instant();
    const lane = ['evolution_config_id', chat];
    await takeOldestOfLanes(explaining, { table, lane, open, now, byDatabase: now, limit: 8 });
    expect(said).toContain(`(evolution_config_id=? AND ${chat}=? AND status=? AND rowid<?)`);
  });

  test('whether a person got a message from this number before', async () => {
    const sql = `select d.id from deliveries d where d.id = 1 and ${isFirstContact(Temporal.Now.instant()).sql}`;
    expect(await plan(sql.replace('?', "'2026-11-24'"))).toContain('(recipient_key=? AND evolution_config_id=?)');
  });
});
