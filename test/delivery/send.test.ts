import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  Contact,
  Delivery,
  DeliveryNote,
  EvolutionConfig,
  Group,
  Occurrence,
  OutboxMessage,
} from '../../src/db/entities/index.ts';
import { toSqlInstant } from '../../src/db/instant-type.ts';
import { databaseNow } from '../../src/db/orm.ts';
import { applyConnection } from '../../src/delivery/connection.ts';
import { fireDue } from '../../src/delivery/fire.ts';
import { expireLeases } from '../../src/delivery/leases.ts';
import { applyReceipts, applySent } from '../../src/delivery/receipts.ts';
import { createSender, type Sender } from '../../src/delivery/send.ts';
import { takeNext } from '../../src/delivery/take-next.ts';
import { SendError } from '../../src/errors.ts';
import { cancelSchedule } from '../../src/scheduling/cancel-schedule.ts';
import { createContact } from '../../src/scheduling/create-contact.ts';
import { suppressPhone } from '../../src/scheduling/suppress.ts';
import type { ReceiptStatus } from '../../src/whatsapp/gateway-events.ts';
import { describeEachDatabase } from '../helpers/database.ts';
import { createWorld, type World } from '../helpers/world.ts';

const ANA = '+5531987654321';

describeEachDatabase('sending what is queued', create => {
  let world: World;
  let sender: Sender;
  beforeEach(async () => {
    world = await createWorld('2026-11-24T10:00:00-03:00', create);
    sender = createSender(world.deps);
  });
  afterEach(() => world.close());

  /** A schedule that fired: its deliveries are queued. */
  const queue = async (numbers: string[] = [ANA], more: object = {}) => {
    const id = await world.schedule('hoje às 11h', { numbers, ...more });
    world.clock.set('2026-11-24T11:00:00-03:00');
    await fireDue(world.deps);
    return id;
  };
  const recordSent = (id: number, messageId: string) =>
    takeNext(world.deps, world.instance.id, { finished: [{ id, sent: { messageId, jid: 'x' } }], claims: false });
  const deliveries = () => world.db.em.find(Delivery, {}, { orderBy: { id: 'asc' } });
  const first = async () => (await deliveries())[0]!;
  const accepted = () => world.gateway.accepted.map(({ number, text }) => [number, text]);
  const receipt = (status: ReceiptStatus, messageId: string) =>
    world.run(async work => {
      const event = { kind: 'receipt', messageId, status, fromMe: true } as const;
      return (await applyReceipts(work, world.instance.id, [event])).has(event);
    });

  test('sends each message once and records what the gateway said', async () => {
    await queue([ANA, '+551112345678']);
    await sender.drain();
    expect(accepted()).toEqual([
      ['5531987654321', 'Oi!'],
      ['551112345678', 'Oi!'],
    ]);
    const rows = await deliveries();
    expect(rows.map(row => [row.status, row.late, row.attempts])).toEqual([
      ['sent', false, 1],
      ['sent', false, 1],
    ]);
    expect(rows.map(row => row.messageId)).toEqual(world.gateway.accepted.map(message => message.id));
    const [occurrence] = await world.db.em.find(Occurrence, {});
    expect(occurrence!.status).toBe('done');
  });

  test('two senders on one database send each message once', async () => {
    await queue(Array.from({ length: 40 }, (_, n) => `+55119${String(10_000_000 + n)}`));
    const other = createSender({ ...world.deps, processId: 'other' });
    await Promise.all([sender.drain(), other.drain()]);
    expect(new Set(accepted().map(([number]) => number)).size).toBe(40);
    expect(accepted()).toHaveLength(40);
  });

  test('never has more on the way than the instance allows, whoever sends', async () => {
    await queue(Array.from({ length: 12 }, (_, n) => `+55119${String(10_000_000 + n)}`));
    let inFlight = 0;
    let most = 0;
    world.gateway.behave = () => {
      inFlight++;
      most = Math.max(most, inFlight);
      setTimeout(() => inFlight--, 20);
      return { kind: 'accept', latencyMs: 20 };
    };
    const other = createSender({ ...world.deps, processId: 'other' });
    await Promise.all([sender.drain(), other.drain()]);
    expect(accepted()).toHaveLength(12);
    expect(most).toBe(1);
  });

  test('takes the oldest first, one slot at a time', async () => {
    await world.db.em.nativeUpdate(EvolutionConfig, { id: world.instance.id }, { pace: 'normal' });
    await queue([ANA, '+551112345678']);
    const taken = await takeNext(world.deps, world.instance.id);
    expect(taken).toMatchObject({ kind: 'send', deliveries: [{ recipientKey: ANA }] });
    await recordSent((await first()).id, 'X1');
    const next = await takeNext(world.deps, world.instance.id);
    expect(next.kind).toBe('wait');
    const waitMs = next.kind === 'wait' ? next.until.since(world.clock.now()).total('milliseconds') : 0;
    expect(waitMs).toBeGreaterThanOrEqual(3_000);
    expect(waitMs).toBeLessThanOrEqual(8_000);
    world.clock.advance({ milliseconds: waitMs });
    expect((await takeNext(world.deps, world.instance.id)).kind).toBe('send');
  });

  test('a full day waits for the next one, at the hour of the schedule, and the log says why', async () => {
    await world.db.em.nativeUpdate(
      EvolutionConfig,
      { id: world.instance.id },
      { pace: 'custom', minGapMs: 0, maxGapMs: 0, dailyCap: 1 },
    );
    await queue([ANA, '+551112345678']);
    await sender.drain();
    expect((await deliveries()).map(row => [row.status, row.reason])).toEqual([
      ['sent', null],
      ['queued', 'daily_cap'],
    ]);
    world.clock.set('2026-11-25T10:59:59-03:00');
    await sender.drain();
    expect((await deliveries()).map(row => row.status)).toEqual(['sent', 'queued']);
    world.clock.set('2026-11-25T11:00:00-03:00');
    await sender.drain();
    expect((await deliveries()).map(row => row.status)).toEqual(['sent', 'sent']);
    expect((await deliveries())[1]!.late).toBe(true);
  });

  test('the wait for the cap is not counted: what has an hour has its hour left the next day', async () => {
    await world.db.em.nativeUpdate(
      EvolutionConfig,
      { id: world.instance.id },
      { pace: 'custom', minGapMs: 0, maxGapMs: 0, dailyCap: 1 },
    );
    await queue([ANA, '+551112345678'], { sendWithinMinutes: 60 });
    await sender.drain();
    const waited = await world.db.em.findOneOrFail(DeliveryNote, { code: 'waited' });
    expect(waited.details).toEqual({ reason: 'daily_cap', until: '2026-11-25T14:00:00Z' });
    expect((await deliveries())[1]!.giveUpAt.toString()).toBe('2026-11-25T15:00:00Z');
    world.clock.set('2026-11-24T12:00:00-03:00');
    await sender.drain();
    expect((await deliveries())[1]!.status).toBe('queued');
    await world.db.em.nativeUpdate(EvolutionConfig, { id: world.instance.id }, { pausedAt: world.clock.now() });
    world.clock.set('2026-11-25T12:00:00-03:00');
    await sender.drain();
    expect((await deliveries())[1]!.status).toBe('failed');
  });

  test('a paused instance sends nothing', async () => {
    await queue();
    await world.db.em.nativeUpdate(EvolutionConfig, { id: world.instance.id }, { pausedAt: world.clock.now() });
    await sender.drain();
    expect(accepted()).toEqual([]);
  });

  test('whoever asked to stop a second before gets nothing', async () => {
    await queue();
    await world.run(work => suppressPhone(work, ANA, 'test'));
    await sender.drain();
    expect(accepted()).toEqual([]);
    expect(await first()).toMatchObject({ status: 'skipped', reason: 'opted_out' });
  });

  test('a cancelled schedule sends nothing more', async () => {
    await world.schedule('todo dia às 11h', { numbers: [ANA] });
    world.clock.set('2026-11-24T11:00:00-03:00');
    await fireDue(world.deps);
    const id = (await first()).schedule!.id;
    await world.run(work => cancelSchedule(work, id));
    await sender.drain();
    expect(accepted()).toEqual([]);
    expect(await first()).toMatchObject({ status: 'cancelled', reason: 'schedule_cancelled' });
  });

  test('a refused message fails with its reason, marks the contact, and the author is told', async () => {
    await world.run(work => createContact(work, { name: 'Ana', phone: ANA }));
    world.gateway.behave = () => ({
      kind: 'refuse',
      status: 400,
      message: [{ exists: false, number: '5531987654321' }],
    });
    await queue();
    await sender.drain();
    expect(await first()).toMatchObject({ status: 'failed', reason: 'not_on_whatsapp' });
    expect((await world.db.em.findOneOrFail(Contact, { phoneKey: ANA })).onWhatsapp).toBe(false);
    const notices = await world.db.em.find(OutboxMessage, { kind: 'notice' });
    expect(notices.map(row => row.text)).toEqual([expect.stringContaining('avisos/falhas')]);
  });

  test('a group that is gone is marked', async () => {
    const group = await world.run(async work => {
      const stamps = { createdAt: work.now, updatedAt: work.now };
      return work.em.create(Group, {
        ...{ name: 'Vendas', nameKey: 'vendas', aliases: [], kind: 'whatsapp', jid: '120363000000000001@g.us' },
        evolutionConfig: world.instance.id,
        ...stamps,
      });
    });
    world.gateway.behave = () => ({ kind: 'refuse', status: 400, message: ['[object Object]'] });
    await queue([], { recipients: [{ type: 'group', id: group.id }] });
    await sender.drain();
    expect(await first()).toMatchObject({ status: 'failed', reason: 'group_unknown' });
    expect((await world.db.em.findOneOrFail(Group, group.id)).canSend).toBe(false);
  });

  test('a busy gateway is asked again after a while', async () => {
    world.gateway.behave = ({ nth }) =>
      nth === 0 ? { kind: 'refuse', status: 503, message: ['busy'] } : { kind: 'accept' };
    await queue();
    await sender.drain();
    expect(await first()).toMatchObject({ status: 'queued', reason: 'gateway_busy', attempts: 1 });
    world.clock.advance({ seconds: 11 });
    await sender.drain();
    expect(await first()).toMatchObject({ status: 'sent', reason: null, attempts: 2 });
  });

  test('a closed connection is waited for without using up attempts, until it opens', async () => {
    world.gateway.behave = () => ({ kind: 'refuse', status: 400, message: ['Error: Connection Closed'] });
    await queue();
    await sender.drain();
    expect(await first()).toMatchObject({ status: 'waiting_connection', reason: 'connection_closed', attempts: 0 });
    expect((await world.db.em.findOneOrFail(EvolutionConfig, world.instance.id)).state).toBe('close');
    world.gateway.behave = () => ({ kind: 'accept' });
    await world.run(work => applyConnection(work, world.deps, world.instance.id, { state: 'open', ownJid: null }));
    await sender.drain();
    expect(await first()).toMatchObject({ status: 'sent', attempts: 1 });
  });

  test('a connection that stays closed gives up when the time is over', async () => {
    world.gateway.behave = () => ({ kind: 'refuse', status: 400, message: ['Error: Connection Closed'] });
    await queue([ANA], { sendWithinMinutes: 1 });
    await sender.drain();
    world.clock.advance({ minutes: 2 });
    await sender.drain();
    expect(await first()).toMatchObject({ status: 'failed', reason: 'connection_closed' });
  });

  test('an answer that never came is uncertain and is not sent again', async () => {
    world.gateway.emitSent = false;
    world.gateway.behave = () => ({ kind: 'accept_then_break' });
    await queue();
    await sender.drain();
    expect(await first()).toMatchObject({ status: 'uncertain', reason: 'gateway_no_answer' });
    world.clock.advance({ hours: 1 });
    await sender.drain();
    expect(accepted()).toHaveLength(1);
  });

  test('the gateway’s own word settles it', async () => {
    world.gateway.behave = () => ({ kind: 'accept_then_break' });
    await queue();
    await sender.drain();
    const [left] = world.gateway.accepted;
    await world.run(work =>
      applySent(work, world.instance.id, {
        ...{ kind: 'sent', id: left!.id, chatJid: '553187654321@s.whatsapp.net', chatAltJid: null, text: 'Oi!' },
        ...{ sentAt: world.clock.now(), type: 'conversation' },
      }),
    );
    expect(await first()).toMatchObject({ status: 'sent', messageId: left!.id });
  });

  test('a failure to hear the answer never writes over the gateway’s own word, which comes at the same moment', async () => {
    await queue();
    await takeNext(world.deps, world.instance.id);
    const { id } = await first();
    const event = { kind: 'sent', id: 'X1', chatJid: '553187654321@s.whatsapp.net', chatAltJid: null } as const;
    let recorded: Promise<unknown> = Promise.resolve();
    await world.run(async work => {
      await applySent(work, world.instance.id, {
        ...{ ...event, text: 'Oi!', sentAt: world.clock.now(), type: 'conversation' },
      });
      await work.em.flush();
      const failure = new SendError('gateway_no_answer', { retryable: false, outcome: 'unknown' });
      recorded = takeNext(world.deps, world.instance.id, { finished: [{ id, failure }], claims: false });
      await Promise.race([recorded, sleep(300)]); // it has to wait for us; without the lock it has read by now
    });
    await recorded;
    expect(await first()).toMatchObject({ status: 'sent', messageId: 'X1' });
  });

  test('a worker that died while sending leaves an uncertain message, never a second send', async () => {
    await queue();
    expect((await takeNext(world.deps, world.instance.id)).kind).toBe('send'); // and then it is killed
    expect(await expireLeases(world.deps)).toBe(0); // its lease still holds
    const past = (await databaseNow(world.db.em)).subtract({ seconds: 1 });
    await world.db.em.execute('update deliveries set lease_until = ?', [toSqlInstant(past)]);
    expect(await expireLeases(world.deps)).toBe(1);
    await sender.drain();
    expect(accepted()).toEqual([]);
    expect(await first()).toMatchObject({ status: 'uncertain', reason: 'interrupted' });
  });

  test('a late answer of a worker that only slept still counts', async () => {
    await queue();
    await takeNext(world.deps, world.instance.id);
    await expireLeases(world.deps, { all: true });
    await recordSent((await first()).id, 'LATE');
    expect(await first()).toMatchObject({ status: 'sent', messageId: 'LATE' });
  });

  test.for([
    [['server_ack', 'delivery_ack', 'read'], 'read'],
    [['read', 'delivery_ack', 'server_ack'], 'read'],
    [['delivery_ack', 'delivery_ack'], 'delivered'],
    [['played'], 'read'],
    [['error'], 'failed'],
    [['delivery_ack', 'error'], 'delivered'],
    [['error', 'delivery_ack'], 'delivered'],
    [['server_ack', 'error'], 'failed'],
    [['error', 'server_ack'], 'failed'],
    [['pending'], 'sent'],
  ] as const)('receipts %j end as %s', async ([statuses, expected]) => {
    await queue();
    await sender.drain();
    const { messageId } = await first();
    for (const status of statuses) expect(await receipt(status, messageId!)).toBe(true);
    expect((await first()).status).toBe(expected);
  });

  test('a receipt that is faster than the answer asks to be shown again', async () => {
    await queue();
    expect(await receipt('delivery_ack', 'NOT-YET')).toBe(false);
  });
});
