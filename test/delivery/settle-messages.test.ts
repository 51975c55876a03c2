import { afterEach, beforeEach, expect, test } from 'vitest';
import { Delivery, OutboxMessage } from '../../src/db/entities/index.ts';
import { createSender, type Sender } from '../../src/delivery/send.ts';
import { settleMessages } from '../../src/delivery/settle-messages.ts';
import { retryDelivery } from '../../src/scheduling/retry-delivery.ts';
import { sendNow } from '../../src/scheduling/send-now.ts';
import { runWork } from '../../src/scheduling/work.ts';
import { describeEachDatabase } from '../helpers/database.ts';
import { createWorld, OWNER, type World } from '../helpers/world.ts';

const [ANA, BIA] = ['+5531987654321', '+5531987654322'] as const;

describeEachDatabase('a message without a schedule that does not arrive', create => {
  let world: World;
  let sender: Sender;
  beforeEach(async () => {
    world = await createWorld('2026-11-24T10:00:00-03:00', create);
    sender = createSender(world.deps);
    world.gateway.behave = ({ number }) =>
      number === ANA.slice(1)
        ? { kind: 'refuse', status: 400, message: [{ jid: `${number}@s.whatsapp.net`, exists: false, number }] }
        : { kind: 'accept' };
  });
  afterEach(() => world.close());

  const input = (...phones: string[]) => ({
    recipients: phones.map(phone => ({ type: 'number' as const, phone })),
    content: { text: 'Oi!' },
  });
  const send = (...phones: string[]) => world.run(work => sendNow(work, input(...phones)));
  const notices = async () =>
    (await world.db.em.find(OutboxMessage, { kind: 'notice' }, { orderBy: { id: 'asc' } })).map(row => [
      row.chatJid,
      row.text,
    ]);
  const settle = () => settleMessages(world.deps);
  const failed = [OWNER.slice(1), expect.stringMatching(/^avisos\/falhas_envio .*"count":1/)];

  test('is told to who sent it, once, whoever looks', async () => {
    await send(ANA, BIA);
    await sender.drain();
    await Promise.all([settle(), settle()]);
    await settle();
    expect(await notices()).toEqual([failed]);
  });

  test('is told when all of it has left the queue', async () => {
    await send(ANA, BIA);
    await world.db.em.nativeUpdate(Delivery, { recipientKey: BIA }, { status: 'held' });
    await sender.drain();
    await settle();
    expect(await notices()).toEqual([]);
    await world.db.em.nativeUpdate(Delivery, { recipientKey: BIA }, { status: 'sent' });
    await settle();
    expect(await notices()).toEqual([failed]);
  });

  test('is told again when it was sent again and failed again', async () => {
    const [row] = await send(ANA);
    await sender.drain();
    await settle();
    world.clock.advance({ minutes: 1 });
    await world.run(work => retryDelivery(work, row!.id, { evenIfArrived: false }));
    await sender.drain();
    await settle();
    expect(await notices()).toEqual([failed, failed]);
  });

  test('is not told to programs, which read the log', async () => {
    const user = { type: 'user', id: 1, name: 'ERP', role: 'editor', source: 'api' } as const;
    await runWork(world.workDeps, user, work => sendNow(work, input(ANA)));
    await sender.drain();
    await settle();
    expect(await notices()).toEqual([]);
  });

  test('that did arrive says nothing', async () => {
    await send(BIA);
    await sender.drain();
    await settle();
    expect(await notices()).toEqual([]);
  });
});
