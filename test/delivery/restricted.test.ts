import { afterEach, beforeEach, expect, test } from 'vitest';
import { Delivery, EvolutionConfig, Group, OutboxMessage } from '../../src/db/entities/index.ts';
import { applyConnection } from '../../src/delivery/connection.ts';
import { fireDue } from '../../src/delivery/fire.ts';
import { learnFromReceipt } from '../../src/delivery/learn-from-receipt.ts';
import { applyReceipts } from '../../src/delivery/receipts.ts';
import { createSender, type Sender } from '../../src/delivery/send.ts';
import { watchConnections } from '../../src/delivery/watch-connections.ts';
import { liftRestriction } from '../../src/scheduling/lift-restriction.ts';
import { pauseSchedule } from '../../src/scheduling/pause-schedule.ts';
import type { ReceiptStatus } from '../../src/whatsapp/gateway-events.ts';
import { describeEachDatabase } from '../helpers/database.ts';
import { createWorld, OWNER, type World } from '../helpers/world.ts';

const KNOWN = '+5511900000050';
const STRANGERS = ['+5511900000011', '+5511900000012', '+5511900000013', '+5511900000014', '+5511900000015'];

describeEachDatabase('an account that WhatsApp restricts', create => {
  let world: World;
  let sender: Sender;
  beforeEach(async () => {
    world = await createWorld('2026-11-24T10:00:00-03:00', create);
    sender = createSender(world.deps);
    await becomes('open');
  });
  afterEach(() => world.close());

  const becomes = (state: 'open' | 'close') =>
    world.run(work => applyConnection(work, world.deps, world.instance.id, { state, ownJid: null }));
  /** A message to each, now. */
  const send = async (numbers: string[], more: object = {}) => {
    await world.schedule('daqui a 1 minuto', { numbers, ...more });
    world.clock.advance({ minutes: 1 });
    await fireDue(world.deps);
    await sender.drain();
  };
  /** The receipt of the last message to somebody. */
  const receipt = async (number: string, status: ReceiptStatus) => {
    const [row] = await world.db.em.find(Delivery, { recipientKey: number }, { orderBy: { id: 'desc' }, limit: 1 });
    const event = { kind: 'receipt', messageId: row!.messageId!, status, fromMe: true } as const;
    await world.run(async work => {
      await applyReceipts(work, world.instance.id, [event]);
      await learnFromReceipt(work, world.deps, world.instance.id, event);
    });
  };
  const refuse = async (numbers: readonly string[]) => {
    await send([...numbers]);
    for (const number of numbers) await receipt(number, 'error');
  };
  const config = () => world.db.em.findOneOrFail(EvolutionConfig, world.instance.id);
  const isRestricted = async () => (await config()).restrictedAt != null;
  const last = async (number: string) => {
    const [row] = await world.db.em.find(Delivery, { recipientKey: number }, { orderBy: { id: 'desc' }, limit: 1 });
    return [row!.status, row!.reason];
  };
  const told = async (name: string) =>
    (await world.db.em.find(OutboxMessage, {})).filter(({ text }) => text.startsWith(`avisos/${name} `)).length;
  const look = () => watchConnections(world.deps, { simulator: false }).look();

  test('three first contacts that are refused within an hour mean a restriction; the owners are told once', async () => {
    await refuse(STRANGERS.slice(0, 2));
    expect(await isRestricted()).toBe(false);
    await refuse(STRANGERS.slice(2, 4));
    expect(await config()).toMatchObject({ state: 'restricted', pausedAt: null });
    expect(await told('restrito')).toBe(1);
  });

  test.for([
    [
      'the same person refused three times',
      () => [
        ['e', STRANGERS[0]!],
        ['e', STRANGERS[0]!],
        ['e', STRANGERS[0]!],
      ],
    ],
    [
      'three of whom one is known',
      () => [
        ['d', KNOWN],
        ['e', KNOWN],
        ['e', STRANGERS[0]!],
        ['e', STRANGERS[1]!],
      ],
    ],
    [
      'three refused and one that arrived between them',
      () => [
        ['e', STRANGERS[0]!],
        ['e', STRANGERS[1]!],
        ['d', STRANGERS[3]!],
        ['e', STRANGERS[2]!],
      ],
    ],
  ] as const)('%s: no restriction', async ([, sends]) => {
    for (const [what, number] of sends()) {
      await send([number!]);
      await receipt(number!, what === 'e' ? 'error' : 'delivery_ack');
    }
    expect(await isRestricted()).toBe(false);
  });

  test('the end of a restriction lets nothing go of a schedule that was paused meanwhile', async () => {
    await refuse(STRANGERS.slice(0, 3));
    const id = await world.schedule('todo dia 10h02', { numbers: [STRANGERS[3]!] });
    world.clock.advance({ minutes: 1 });
    await fireDue(world.deps);
    await sender.drain();
    expect(await last(STRANGERS[3]!)).toEqual(['held', 'restricted']);
    await world.run(work => pauseSchedule(work, id));
    await world.run(async work =>
      liftRestriction(work, await work.em.findOneOrFail(EvolutionConfig, world.instance.id)),
    );
    await sender.drain();
    expect(await last(STRANGERS[3]!)).toEqual(['held', 'schedule_paused']);
  });

  test('first contacts wait; people it knows, admins and groups go on', async () => {
    await send([KNOWN]);
    await receipt(KNOWN, 'read');
    world.clock.advance({ hours: 2 });
    await refuse(STRANGERS.slice(0, 3));
    const group = await world.run(async work =>
      work.em.create(Group, {
        ...{ name: 'Vendas', nameKey: 'vendas', aliases: [], kind: 'whatsapp', jid: '120363000000000001@g.us' },
        ...{ evolutionConfig: world.instance.id, createdAt: work.now, updatedAt: work.now },
      }),
    );
    const numbers = [STRANGERS[3]!, KNOWN, OWNER, STRANGERS[4]!].map(phone => ({ type: 'number' as const, phone }));
    await send([], { recipients: [...numbers, { type: 'group' as const, id: group.id }] });
    expect(await last(STRANGERS[3]!)).toEqual(['held', 'restricted']);
    expect(await last(STRANGERS[4]!)).toEqual(['held', 'restricted']);
    for (const key of [KNOWN, OWNER, group.jid!]) expect((await last(key))[0]).toBe('sent');
  });

  test('after six hours one may try; when it arrives the others follow, and the owners are told', async () => {
    await refuse(STRANGERS.slice(0, 3));
    await send([STRANGERS[3]!, STRANGERS[4]!]);
    await look();
    await sender.drain();
    expect((await last(STRANGERS[3]!))[0]).toBe('held');
    world.clock.advance({ hours: 6 });
    for (const _ of [1, 2]) {
      await look();
      await sender.drain();
    }
    expect([await last(STRANGERS[3]!), await last(STRANGERS[4]!)]).toEqual([
      ['sent', null],
      ['held', 'restricted'],
    ]);
    await receipt(STRANGERS[3]!, 'delivery_ack');
    await look();
    await sender.drain();
    expect(await last(STRANGERS[4]!)).toEqual(['sent', null]);
    expect(await config()).toMatchObject({ state: 'open', restrictedAt: null, restrictedUntil: null });
    expect(await told('restrito_fim')).toBe(1);
  });

  test('when the one that tried is refused, six more hours pass', async () => {
    await refuse(STRANGERS.slice(0, 3));
    await send([STRANGERS[3]!, STRANGERS[4]!]);
    world.clock.advance({ hours: 6 });
    await look();
    await sender.drain();
    await receipt(STRANGERS[3]!, 'error');
    world.clock.advance({ hours: 5 });
    await look();
    await sender.drain();
    expect((await last(STRANGERS[4]!))[0]).toBe('held');
    expect(await told('restrito')).toBe(1);
  });

  test('a lost connection does not end it', async () => {
    await refuse(STRANGERS.slice(0, 3));
    await becomes('close');
    expect((await config()).state).toBe('close');
    await becomes('open');
    expect((await config()).state).toBe('restricted');
    await send([STRANGERS[4]!]);
    expect((await last(STRANGERS[4]!))[0]).toBe('held');
  });

  test('what it holds longer than it may has failed', async () => {
    await refuse(STRANGERS.slice(0, 3));
    await send([STRANGERS[4]!], { sendWithinMinutes: 10 });
    world.clock.advance({ minutes: 11 });
    await sender.drain();
    expect(await last(STRANGERS[4]!)).toEqual(['failed', 'restricted']);
  });

  test('one message that is refused later reopens its run, so that its author hears of it', async () => {
    await send([STRANGERS[0]!]);
    expect(await told('falhas')).toBe(0);
    await receipt(STRANGERS[0]!, 'error');
    await sender.drain();
    world.clock.advance({ seconds: 1 });
    await receipt(STRANGERS[0]!, 'error'); // twice is once
    await sender.drain();
    expect(await told('falhas')).toBe(1);
  });
});
