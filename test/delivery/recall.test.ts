import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Delivery, DeliveryNote, EvolutionConfig, OutboxMessage } from '../../src/db/entities/index.ts';
import { auditLedger } from '../../src/delivery/audit-ledger.ts';
import { fireDue } from '../../src/delivery/fire.ts';
import { createRecaller } from '../../src/delivery/recaller.ts';
import { createSender } from '../../src/delivery/send.ts';
import { recallMessage, recallRun } from '../../src/scheduling/recall/recall.ts';
import { undoLast } from '../../src/scheduling/undo.ts';
import { describeEachDatabase } from '../helpers/database.ts';
import { createWorld, type World } from '../helpers/world.ts';

describeEachDatabase('recalling a run', create => {
  let world: World;
  let occurrence: number;
  beforeEach(async () => {
    world = await createWorld('2026-11-24T10:00:00-03:00', create);
    const numbers = [1, 2, 3].map(nth => `+553198765432${nth}`);
    await world.schedule('todo dia às 11h', { numbers });
    world.clock.set('2026-11-24T11:00:00-03:00');
    await fireDue(world.deps);
    occurrence = (await world.db.em.findOneOrFail(Delivery, { status: 'queued' })).occurrence!.id;
  });
  afterEach(() => world.close());

  const send = () => createSender(world.deps).drain();
  const remove = () => createRecaller(world.deps).drain();
  const recall = () => world.run(work => recallRun(work, occurrence));
  const rows = () => world.db.em.find(Delivery, {}, { orderBy: { id: 'asc' } });
  const notices = async () => {
    const found = await world.db.em.find(OutboxMessage, { kind: 'notice' }, { orderBy: { id: 'asc' } });
    return found.flatMap(({ text }) => (text.startsWith('avisos/recolhido') ? [JSON.parse(text.slice(16))] : []));
  };

  test('deletes for everybody what was sent, and tells once how much', async () => {
    await send();
    expect(await recall()).toMatchObject({ stopped: 0, toDelete: 3 });
    expect(world.gateway.deleted).toEqual([]); // in the background
    await Promise.all([remove(), remove()]);
    await remove();
    expect(world.gateway.deleted.toSorted()).toEqual(world.gateway.accepted.map(({ id }) => id).toSorted());
    expect((await rows()).map(({ status, recalledAt }) => [status, recalledAt?.toString()])).toEqual(
      Array.from({ length: 3 }, () => ['sent', '2026-11-24T14:00:00Z']),
    );
    expect(await notices()).toMatchObject([{ deleted: 3, total: 3, failures: [] }]);
    await expect(recall()).rejects.toMatchObject({ code: 'nothing_to_recall' });
    expect(await auditLedger(world.db.em, world.clock.now().add({ minutes: 30 }))).toEqual([]);
  });

  test('stops what has not left', async () => {
    expect(await recall()).toMatchObject({ stopped: 3, toDelete: 0 });
    await send();
    await remove();
    expect([world.gateway.accepted, world.gateway.deleted]).toEqual([[], []]);
    expect((await rows()).map(({ status, reason }) => [status, reason])).toEqual(
      Array.from({ length: 3 }, () => ['cancelled', 'recalled']),
    );
  });

  test('waits for what is on its way, and deletes it when it has left', async () => {
    await send();
    const [first] = await rows();
    await world.db.em.nativeUpdate(Delivery, { id: first!.id }, { status: 'sending', sentAt: null });
    await recall();
    await remove();
    expect([world.gateway.deleted.length, await notices()]).toEqual([2, []]);
    await world.db.em.nativeUpdate(Delivery, { id: first!.id }, { status: 'sent', sentAt: world.clock.now() });
    world.clock.advance({ seconds: 3 });
    await remove();
    expect(await notices()).toMatchObject([{ deleted: 3, total: 3 }]);
  });

  test('what failed on its way and was queued again does not leave', async () => {
    await send();
    const [first] = await rows();
    await world.db.em.nativeUpdate(Delivery, { id: first!.id }, { status: 'sending', sentAt: null });
    await recall();
    await world.db.em.nativeUpdate(Delivery, { id: first!.id }, { status: 'queued' });
    await remove();
    expect((await rows())[0]).toMatchObject({ status: 'cancelled', reason: 'recalled' });
    expect(await notices()).toMatchObject([{ deleted: 2, total: 2 }]);
  });

  test('says what could not be deleted, and why', async () => {
    await send();
    const [old, refused] = await rows();
    await world.db.em.nativeUpdate(Delivery, { id: old!.id }, { sentAt: world.clock.now().subtract({ hours: 61 }) });
    world.gateway.refuseDelete = id =>
      id === refused!.messageId ? { status: 400, message: ['Message not found'] } : null;
    await recall();
    await remove();
    const [notice] = await notices();
    expect(notice).toMatchObject({ deleted: 1, total: 3 });
    expect(notice.failures).toMatchObject([
      { reason: 'recall_too_old', names: [old!.recipientName] },
      { reason: 'gateway_rejected', names: [refused!.recipientName] },
    ]);
    const trail = await world.db.em.find(DeliveryNote, { delivery: old!.id, code: 'recall_failed' });
    expect(trail).toMatchObject([{ details: { by: 'Bia', reason: 'recall_too_old' } }]);
  });

  test('asks again while the gateway is away, for a day', async () => {
    await send();
    world.gateway.refuseDelete = () => ({ status: 400, message: ['Error: Connection Closed'] });
    await recall();
    await remove();
    world.clock.advance({ hours: 23 });
    await remove();
    expect([world.gateway.deleted, await notices()]).toEqual([[], []]);
    world.gateway.refuseDelete = () => null;
    world.clock.advance({ minutes: 2 });
    await remove();
    expect(await notices()).toMatchObject([{ deleted: 3 }]);
  });

  test('gives up after a day', async () => {
    await send();
    world.gateway.refuseDelete = () => ({ status: 400, message: ['Error: Connection Closed'] });
    await recall();
    await remove();
    world.clock.advance({ hours: 25 });
    await remove();
    const allThree = (await rows()).map(({ recipientName }) => recipientName);
    expect(allThree).toHaveLength(3);
    expect(await notices()).toMatchObject([
      { deleted: 0, total: 3, failures: [{ reason: 'connection_closed', names: allThree, more: 0 }] },
    ]);
  });

  test('what a process that died was about to delete is deleted by another one', async () => {
    await send();
    await recall();
    const { em } = world.db;
    const note = await em.findOneOrFail(DeliveryNote, { code: 'recall_wanted' });
    await em.nativeUpdate(DeliveryNote, { id: note.id }, { code: 'recalling', at: world.clock.now() });
    await remove();
    expect(world.gateway.deleted).toEqual([]); // one at a time, whoever does it
    world.clock.advance({ seconds: 151 });
    await remove();
    expect(new Set(world.gateway.deleted).size).toBe(3);
  });

  test('a pause of the instance holds deletions too', async () => {
    await send();
    await recall();
    await world.db.em.nativeUpdate(EvolutionConfig, {}, { pausedAt: world.clock.now() });
    await remove();
    expect(world.gateway.deleted).toEqual([]);
  });

  test('one message alone, and once more is nothing', async () => {
    await send();
    const [first] = await rows();
    const { delivery } = await world.run(work => recallMessage(work, first!.id));
    expect(delivery.id).toBe(first!.id);
    await remove();
    expect(world.gateway.deleted).toEqual([first!.messageId]);
    expect(await notices()).toMatchObject([{ deleted: 1, total: 1, plannedAt: null, name: first!.recipientName }]);
    await expect(world.run(work => recallMessage(work, first!.id))).rejects.toMatchObject({
      code: 'nothing_to_recall',
    });
  });

  describe('is refused', () => {
    test('for what is only planned, and for what there is not', async () => {
      const planned = await world.run(
        async ({ em }) => (await em.execute(`select id from occurrences where status = 'planned'`))[0],
      );
      await expect(world.run(work => recallRun(work, Number(planned?.id)))).rejects.toMatchObject({
        code: 'recall_not_sent',
      });
      await expect(world.run(work => recallRun(work, 999))).rejects.toMatchObject({ code: 'occurrence_not_found' });
      await expect(world.run(work => recallMessage(work, 999))).rejects.toMatchObject({ code: 'log_not_found' });
    });

    test('to be undone', async () => {
      await recall();
      await expect(world.run(undoLast)).rejects.toMatchObject({ code: 'cannot_undo' });
    });
  });
});
