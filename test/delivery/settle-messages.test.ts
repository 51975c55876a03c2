import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Delivery, OutboxMessage } from '../../src/db/entities/index.ts';
import { fireDue } from '../../src/delivery/fire.ts';
import { createSender, type Sender } from '../../src/delivery/send.ts';
import { settleMessages } from '../../src/delivery/settle-messages.ts';
import { addAdmin } from '../../src/scheduling/add-admin.ts';
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

  describe('sent again, and failing again, is told', () => {
    const again = [OWNER.slice(1), expect.stringMatching(/^avisos\/falhas_envio .*"at":null.*"count":1/)];
    const EDU = '+5511900000002';
    const user = { type: 'user', id: 1, name: 'ERP', role: 'editor', source: 'api' } as const;

    test.for([0, 1, 3, 40, 400])('%d days after it was sent first', async days => {
      const [row] = await send(ANA);
      await sender.drain();
      expect(await notices()).toEqual([failed]);
      world.clock.advance({ hours: 24 * days + 1 });
      await world.run(work => retryDelivery(work, row!.id, { evenIfArrived: false }));
      await sender.drain();
      await Promise.all([settle(), settle()]);
      expect(await notices()).toEqual([failed, again]);
      // And once more.
      world.clock.advance({ hours: 30 });
      await world.run(work => retryDelivery(work, row!.id, { evenIfArrived: false }));
      await sender.drain();
      expect(await notices()).toEqual([failed, again, again]);
    });

    test('to whoever sent it again', async () => {
      const edu = await world.run(work => addAdmin(work, { phone: EDU, name: 'Edu', role: 'editor' }));
      const [row] = await runWork(world.workDeps, user, work => sendNow(work, input(ANA)));
      await sender.drain();
      world.clock.advance({ hours: 100 });
      const actor = { type: 'admin', id: edu.id, name: 'Edu', role: 'editor', source: 'chat' } as const;
      await runWork(world.workDeps, actor, work => retryDelivery(work, row!.id, { evenIfArrived: false }));
      await sender.drain();
      expect(await notices()).toEqual([[EDU.slice(1), again[1]]]);
    });

    test('to who sent it first, when a program sent it again', async () => {
      const [row] = await send(ANA);
      await sender.drain();
      world.clock.advance({ hours: 24 * 20 });
      await runWork(world.workDeps, user, work => retryDelivery(work, row!.id, { evenIfArrived: false }));
      await sender.drain();
      expect(await notices()).toEqual([failed, again]);
    });

    test('to the owners, by the holder of the phone, who has no row', async () => {
      const self = { type: 'admin', id: null, name: 'Dono', role: 'owner', source: 'chat' } as const;
      const [row] = await runWork(world.workDeps, self, work => sendNow(work, input(ANA)));
      await sender.drain();
      expect(await notices()).toEqual([failed]);
      world.clock.advance({ hours: 100 });
      await runWork(world.workDeps, self, work => retryDelivery(work, row!.id, { evenIfArrived: false }));
      await sender.drain();
      expect(await notices()).toEqual([failed, again]);
    });

    test('of a run too: to its author, and to whoever sent it again', async () => {
      const edu = await world.run(work => addAdmin(work, { phone: EDU, name: 'Edu', role: 'editor' }));
      await world.schedule('hoje às 11h', { numbers: [ANA] });
      world.clock.set('2026-11-24T11:00:00-03:00');
      await fireDue(world.deps);
      await sender.drain();
      expect((await notices()).map(([to]) => to)).toEqual([OWNER.slice(1)]);
      world.clock.advance({ hours: 24 * 40 });
      const [row] = await world.db.em.find(Delivery, {});
      const actor = { type: 'admin', id: edu.id, name: 'Edu', role: 'editor', source: 'chat' } as const;
      await runWork(world.workDeps, actor, work => retryDelivery(work, row!.id, { evenIfArrived: false }));
      await sender.drain();
      const told = await notices();
      expect(told.slice(1).map(([to, text]) => [to, String(text).split(' ')[0]])).toEqual([
        [OWNER.slice(1), 'avisos/falhas'],
        [EDU.slice(1), 'avisos/falhas'],
      ]);
    });

    test('and says nothing when it arrives', async () => {
      const [row] = await send(ANA);
      await sender.drain();
      world.clock.advance({ hours: 100 });
      world.gateway.behave = () => ({ kind: 'accept' });
      await world.run(work => retryDelivery(work, row!.id, { evenIfArrived: false }));
      await sender.drain();
      expect(await notices()).toEqual([failed]);
    });
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
