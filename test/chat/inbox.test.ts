import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Sentences } from '../../src/chat/deps.ts';
import type { Apply, BulkHandler, Handler } from '../../src/chat/handlers.ts';
import { createInbox, type Inbox } from '../../src/chat/inbox.ts';
import { virtualClock } from '../../src/clock.ts';
import { type EvolutionConfig, InboxEvent, OutboxMessage } from '../../src/db/entities/index.ts';
import { silentLogger } from '../../src/logger.ts';
import { describeEachDatabase, type TestDatabase } from '../helpers/database.ts';
import { NOW, saveEvents, saveInstance, until, workDeps } from './helpers.ts';

describeEachDatabase('the inbox', create => {
  let database: TestDatabase;
  let config: EvolutionConfig;
  let clock: ReturnType<typeof virtualClock>;
  let inboxes: Inbox[];

  beforeEach(async () => {
    database = await create();
    config = await saveInstance(database.em);
    clock = virtualClock(NOW);
    inboxes = [];
  });
  afterEach(async () => {
    for (const inbox of inboxes) await inbox.stop({ timeoutMs: 2_000 });
    await database.close();
  });

  const sentences: Sentences = { reply: name => name, error: code => code };

  function inboxThat(apply: Apply, processId = 'p1', kind = 'test'): Inbox {
    return inboxOf(new Map<string, Handler>([[kind, async () => apply]]), processId);
  }
  function inboxOf(handlers: ReadonlyMap<string, Handler>, processId: string, bulk?: BulkHandler): Inbox {
    const deps = { work: workDeps(database.em, clock), sentences, processId, logger: silentLogger };
    const inbox = createInbox(deps, handlers, new Map(bulk ? [['bulk', bulk]] : []));
    inboxes.push(inbox);
    return inbox;
  }
  const nameOf = (row: InboxEvent) => String(row.payload.name);
  const rows = () => database.em.find(InboxEvent, {}, { orderBy: { id: 'asc' } });
  const statuses = async () => (await rows()).map(row => `${nameOf(row)} ${row.status}`);

  test('handles every event once, and those of one chat in the order they came', async () => {
    const names = ['ana:1', 'beto:1', 'ana:2', 'ana:3', 'beto:2', 'caio:1'];
    await saveEvents(database.em, config, names);
    const handled: string[] = [];
    await inboxThat(async (_, row) => {
      handled.push(nameOf(row));
      return 'done';
    }).drain();
    expect(handled.toSorted()).toEqual(names.toSorted());
    for (const chat of ['ana', 'beto']) {
      const ofChat = handled.filter(name => name.startsWith(chat));
      expect(ofChat).toEqual(ofChat.toSorted());
    }
    expect(await statuses()).toEqual(names.map(name => `${name} done`));
  });

  test('whoever writes to the bot does not wait behind news of a thousand sends', async () => {
    const sends = Array.from({ length: 30 }, (_, index) => `sent${index}:1`);
    await saveEvents(database.em, config, sends);
    await database.em.nativeUpdate(InboxEvent, {}, { kind: 'sent' });
    await saveEvents(database.em, config, ['ana:1', 'ana:2']);
    const handled: string[] = [];
    const record: Apply = async (_, row) => {
      handled.push(nameOf(row));
      return 'done';
    };
    const handler: Handler = async () => record;
    await inboxOf(
      new Map([
        ['test', handler],
        ['sent', handler],
      ]),
      'p1',
    ).drain();
    expect(handled.indexOf('ana:1')).toBeLessThan(8);
    expect(handled).toHaveLength(32);
  });

  test('events of a kind that comes by the thousand are handled together, each chat in its order', async () => {
    await saveEvents(database.em, config, ['a:1', 'b:1', 'a:2', 'c:1', 'b:2']);
    await database.em.nativeUpdate(InboxEvent, {}, { kind: 'bulk' });
    await saveEvents(database.em, config, ['ana:1']);
    const handled: string[][] = [];
    const alone: Apply = async (_, row) => {
      handled.push([nameOf(row)]);
      return 'done';
    };
    const bulk: BulkHandler = async (_, rows) => {
      handled.push(rows.map(nameOf));
      return rows.map(row => (nameOf(row) === 'c:1' ? 'ignored' : 'done'));
    };
    const handlers = new Map<string, Handler>(['bulk', 'test'].map(kind => [kind, async () => alone]));
    await inboxOf(handlers, 'p1', bulk).drain();
    expect(handled.toSorted()).toEqual([['a:1', 'b:1', 'c:1'], ['a:2', 'b:2'], ['ana:1']]);
    expect(await statuses()).toEqual(['a:1 done', 'b:1 done', 'a:2 done', 'c:1 ignored', 'b:2 done', 'ana:1 done']);
  });

  test('where one of many fails nothing of them is done, and each is handled alone', async () => {
    await saveEvents(database.em, config, ['a:1', 'b:1', 'c:1']);
    await database.em.nativeUpdate(InboxEvent, {}, { kind: 'bulk' });
    const alone: Apply = async (_, row) => {
      if (nameOf(row) === 'b:1') throw new Error('no');
      return 'done';
    };
    const bulk: BulkHandler = async ({ em }) => {
      await em.nativeUpdate(InboxEvent, {}, { error: 'half done' });
      throw new Error('no');
    };
    await inboxOf(new Map<string, Handler>([['bulk', async () => alone]]), 'p1', bulk).drain();
    expect((await rows()).map(row => [row.status, row.error, row.attempts])).toEqual([
      ['done', null, 1],
      ['pending', 'no', 1],
      ['done', null, 1],
    ]);
  });

  test('two processes never handle two events of one chat at the same time, and none twice', async () => {
    const names = Array.from({ length: 40 }, (_, index) => `chat${index % 4}:${String(index).padStart(2, '0')}`);
    await saveEvents(database.em, config, names);
    const handled: string[] = [];
    const busy = new Set<string>();
    const apply: Apply = async (_, row) => {
      const chat = row.chatKey;
      expect(busy.has(chat)).toBe(false);
      busy.add(chat);
      await new Promise(resolve => setTimeout(resolve, 2));
      handled.push(nameOf(row));
      busy.delete(chat);
      return 'done';
    };
    const both = [inboxThat(apply, 'p1'), inboxThat(apply, 'p2')];
    await until(async () => {
      await Promise.all(both.map(inbox => inbox.drain()));
      return (await database.em.count(InboxEvent, { status: 'pending' })) === 0;
    });
    expect(handled.toSorted()).toEqual(names.toSorted());
    for (let chat = 0; chat < 4; chat++) {
      const ofChat = handled.filter(name => name.startsWith(`chat${chat}:`));
      expect(ofChat).toEqual(ofChat.toSorted());
    }
    expect((await rows()).map(row => row.error)).toEqual(names.map(() => null));
  });

  test('an event that fails is tried again, later events of its chat wait, other chats do not', async () => {
    await saveEvents(database.em, config, ['ana:1', 'ana:2', 'beto:1']);
    let fails = true;
    const inbox = inboxThat(async (_, row) => {
      if (fails && nameOf(row) === 'ana:1') throw new Error('the database blinked');
      return 'done';
    });
    await inbox.drain();
    expect(await statuses()).toEqual(['ana:1 pending', 'ana:2 pending', 'beto:1 done']);
    fails = false;
    clock.advance({ seconds: 1 });
    await inbox.drain();
    expect(await statuses()).toEqual(['ana:1 done', 'ana:2 done', 'beto:1 done']);
  });

  test('an event that always fails is given up with its error, and the chat goes on', async () => {
    await saveEvents(database.em, config, ['ana:1', 'ana:2']);
    const inbox = inboxThat(async (_, row) => {
      if (nameOf(row) === 'ana:1') throw new Error('poison');
      return 'done';
    });
    for (let tries = 0; tries < 5; tries++) {
      await inbox.drain();
      clock.advance({ minutes: 1 });
    }
    const [first, second] = await rows();
    expect([first?.status, first?.error, first?.attempts]).toEqual(['failed', 'poison', 5]);
    expect(second?.status).toBe('done');
  });

  test('an event that kills every process that handles it is given up too', async () => {
    await saveEvents(database.em, config, ['ana:1', 'ana:2']);
    const em = database.em;
    const [row] = await em.find(InboxEvent, {}, { orderBy: { id: 'asc' } });
    Object.assign(row!, {
      attempts: 10,
      claimedBy: 'dead',
      leaseUntil: Temporal.Now.instant().subtract({ seconds: 1 }),
    });
    await em.flush();
    const inbox = inboxThat(async () => 'done');
    await inbox.drain();
    await inbox.drain();
    expect(await statuses()).toEqual(['ana:1 failed', 'ana:2 done']);
  });

  test('whoever wrote a command that was given up is told', async () => {
    await saveEvents(database.em, config, ['ana:1']);
    const em = database.em;
    const row = await em.findOneOrFail(InboxEvent, { status: 'pending' });
    Object.assign(row, {
      kind: 'message',
      attempts: 4,
      payload: { chatJid: '5511900000001@s.whatsapp.net', isGroup: false },
    });
    await em.flush();
    await inboxThat(() => Promise.reject(new Error('poison')), 'p1', 'message').drain();
    const [told] = await database.em.find(OutboxMessage, {});
    expect([told?.chatJid, told?.text]).toEqual(['5511900000001@s.whatsapp.net', 'internal']);
  });

  test('what a handler writes is undone with the handler that fails', async () => {
    await saveEvents(database.em, config, ['ana:1']);
    const inbox = inboxThat(async (work, row) => {
      const at = work.now;
      const text = `try ${row.attempts}`;
      const evolutionConfig = row.evolutionConfig;
      work.em.create(OutboxMessage, {
        evolutionConfig,
        kind: 'reply',
        chatJid: 'x',
        text,
        nextAttemptAt: at,
        createdAt: at,
      });
      await work.em.flush();
      if (row.attempts === 1) throw new Error('after the reply was written');
      return 'done';
    });
    await inbox.drain();
    clock.advance({ seconds: 5 });
    await inbox.drain();
    expect((await database.em.find(OutboxMessage, {})).map(message => message.text)).toEqual(['try 2']);
  });

  test('what another process claimed is left alone until its lease runs out', async () => {
    await saveEvents(database.em, config, ['ana:1', 'beto:1']);
    const em = database.em;
    const [ana, beto] = await em.find(InboxEvent, {}, { orderBy: { id: 'asc' } });
    const hour = Temporal.Now.instant(); // leases go by the database's clock
    Object.assign(ana!, { claimedBy: 'dead', leaseUntil: hour.subtract({ seconds: 1 }) });
    Object.assign(beto!, { claimedBy: 'alive', leaseUntil: hour.add({ seconds: 60 }) });
    await em.flush();
    await inboxThat(async () => 'done').drain();
    expect(await statuses()).toEqual(['ana:1 done', 'beto:1 pending']);
  });

  test('a process that is alone takes over at once what its forerunner had claimed', async () => {
    await saveEvents(database.em, config, ['ana:1']);
    const em = database.em;
    const row = await em.findOneOrFail(InboxEvent, { status: 'pending' });
    Object.assign(row, { claimedBy: 'dead', leaseUntil: Temporal.Now.instant().add({ seconds: 60 }) });
    await em.flush();
    await inboxThat(async () => 'done').start({ alone: true });
    await until(async () => (await rows())[0]?.status === 'done');
  });

  test('what is told too early is looked at again, and ignored after a minute', async () => {
    await saveEvents(database.em, config, ['receipt:1', 'receipt:2']);
    let isKnown = false;
    const inbox = inboxThat(async (_, row) => (isKnown && nameOf(row) === 'receipt:2' ? 'done' : 'later'));
    await inbox.drain();
    expect(await statuses()).toEqual(['receipt:1 pending', 'receipt:2 pending']);
    clock.advance({ seconds: 61 });
    isKnown = true;
    await inbox.drain();
    expect(await statuses()).toEqual(['receipt:1 ignored', 'receipt:2 done']);
  });

  test('handled events go after seven days, waiting ones stay', async () => {
    await saveEvents(database.em, config, ['ana:1', 'ana:2']);
    const inbox = inboxThat(async (_, row) =>
      nameOf(row) === 'ana:1' ? 'done' : Promise.reject(new Error('not yet')),
    );
    await inbox.drain();
    clock.advance({ hours: 24 * 7 - 1 });
    expect(await inbox.purge()).toBe(0);
    clock.advance({ hours: 2 });
    expect(await inbox.purge()).toBe(1);
    expect(await statuses()).toEqual(['ana:2 pending']);
  });

  test('a stopped inbox ends what it began and takes nothing new', async () => {
    await saveEvents(database.em, config, ['ana:1', 'ana:2']);
    let begun = 0;
    const inbox = inboxThat(async () => {
      begun++;
      await new Promise(resolve => setTimeout(resolve, 50));
      return 'done';
    });
    await inbox.start();
    await until(() => begun === 1);
    await inbox.stop({ timeoutMs: 2_000 });
    expect(await statuses()).toEqual(['ana:1 done', 'ana:2 pending']);
  });
});
