import { afterEach, beforeEach, expect, test } from 'vitest';
import { createKnownSends } from '../../src/chat/known-sends.ts';
import { Delivery, OutboxMessage } from '../../src/db/entities/index.ts';
import { fireDue } from '../../src/delivery/fire.ts';
import { createSender } from '../../src/delivery/send.ts';
import { describeEachDatabase } from '../helpers/database.ts';
import { createWorld, type World } from '../helpers/world.ts';

describeEachDatabase('the gateway’s word about a message', create => {
  let world: World;
  beforeEach(async () => {
    world = await createWorld('2026-11-24T10:00:00-03:00', create);
    await world.schedule('hoje às 11h');
    world.clock.set('2026-11-24T11:00:00-03:00');
    await fireDue(world.deps);
  });
  afterEach(() => world.close());

  const isKnown = (messageId: string, configId = world.instance.id) =>
    createKnownSends(world.db.em)(configId, messageId);

  test('is no news once the message is recorded as sent, by its instance', async () => {
    await createSender(world.deps).drain();
    const { id } = world.gateway.accepted[0]!;
    expect(await isKnown(id)).toBe(true);
    expect(await isKnown(id, world.instance.id + 1)).toBe(false);
    expect(await isKnown(id.toLowerCase())).toBe(false); // ids differ by case
  });

  test('that comes before its own answer is recorded waits for it', async () => {
    const asking = isKnown('EARLY');
    await world.db.em.nativeUpdate(Delivery, {}, { status: 'sent', messageId: 'EARLY' });
    expect(await asking).toBe(true);
  });

  test('is no news where it is a reply', async () => {
    await world.run(async work => {
      const row = { kind: 'reply', chatJid: 'x', text: 'Feito!', status: 'sent', messageId: 'REPLY' } as const;
      const stamps = { nextAttemptAt: work.now, createdAt: work.now };
      work.em.create(OutboxMessage, { ...row, ...stamps, evolutionConfig: world.instance.id });
    });
    expect(await isKnown('REPLY')).toBe(true);
  });

  test('is news when nothing has its id', async () => {
    expect(await isKnown('LOST')).toBe(false);
  });
});
