import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Contact, Delivery, Group, OutboxMessage } from '../../src/db/entities/index.ts';
import { fireDue } from '../../src/delivery/fire.ts';
import { learnAboutRecipient } from '../../src/delivery/learn.ts';
import { applyReceipts } from '../../src/delivery/receipts.ts';
import { createSender, type Sender } from '../../src/delivery/send.ts';
import { createContact } from '../../src/scheduling/create-contact.ts';
import { importContacts } from '../../src/scheduling/import-contacts.ts';
import { updateContact } from '../../src/scheduling/update-contact.ts';
import type { ReceiptEvent } from '../../src/whatsapp/gateway-events.ts';
import { describeEachDatabase } from '../helpers/database.ts';
import { createWorld, type World } from '../helpers/world.ts';

const ANA = '+5531987654321';

describeEachDatabase('what a refusal says about its recipient', create => {
  let world: World;
  let sender: Sender;
  beforeEach(async () => {
    world = await createWorld('2026-11-24T10:00:00-03:00', create);
    sender = createSender(world.deps);
  });
  afterEach(() => world.close());

  const saveGroup = () =>
    world.run(async work =>
      work.em.create(Group, {
        ...{ name: 'Vendas', nameKey: 'vendas', aliases: [], kind: 'whatsapp', jid: '120363000000000001@g.us' },
        ...{ evolutionConfig: world.instance.id, createdAt: work.now, updatedAt: work.now },
      }),
    );
  const run = async () => {
    world.clock.set('2026-11-24T11:00:00-03:00');
    await fireDue(world.deps);
    await sender.drain();
  };
  const notices = async () =>
    (await world.db.em.find(OutboxMessage, {})).filter(({ text }) => text.startsWith('avisos/grupo_fechado'));

  test.for([
    ['the bot is out of it', '[object Object]', 'group_unknown'],
    ['only admins may write', 'Error: not-authorized', 'group_closed'],
  ] as const)('a group: %s. It is marked, and told once for all messages to it', async ([, words, reason]) => {
    world.gateway.behave = () => ({ kind: 'refuse', status: 400, message: [words] });
    const { id } = await saveGroup();
    for (const _ of [1, 2])
      await world.schedule('todo dia às 11h', { numbers: [], recipients: [{ type: 'group', id }] });
    await run();
    expect((await world.db.em.find(Delivery, {})).map(row => [row.status, row.reason])).toEqual([
      ['failed', reason],
      ['failed', reason],
    ]);
    expect((await world.db.em.findOneOrFail(Group, id)).canSend).toBe(false);
    const [notice, ...more] = await notices();
    expect(more).toEqual([]);
    expect(notice!.text).toContain('"schedules":[{"id":');
  });

  test.for([
    [ANA.slice(1), false],
    ['200000000000001@lid', null],
  ] as const)('a person who was written to as %s: on WhatsApp is %s afterwards', async ([jid, onWhatsapp]) => {
    await world.run(work => createContact(work, { name: 'Ana', phone: ANA }));
    await world.schedule('hoje às 11h', { numbers: [ANA] });
    await run();
    const [delivery] = await world.db.em.find(Delivery, {});
    delivery!.jid = jid;
    await world.run(work => learnAboutRecipient(work, world.deps, delivery!, { code: 'not_on_whatsapp' }));
    expect((await world.db.em.findOneOrFail(Contact, { phoneKey: ANA })).onWhatsapp ?? null).toBe(onWhatsapp);
  });

  describe('“not on WhatsApp” ends', () => {
    let ana: number;
    const onWhatsapp = async () => (await world.db.em.fork().findOneOrFail(Contact, ana)).onWhatsapp ?? null;
    beforeEach(async () => {
      ana = (await world.run(work => createContact(work, { name: 'Ana', phone: ANA }))).id;
      await world.db.em.nativeUpdate(Contact, ana, { onWhatsapp: false, lid: '200000000000001@lid' });
    });

    test.for([
      ['server_ack', false],
      ['error', false],
      ['delivery_ack', true],
      ['read', true],
      ['played', true],
    ] as const)('with a receipt %s of something to her: %s afterwards', async ([status, expected]) => {
      await world.schedule('hoje às 11h', { numbers: [ANA, '+5531987654300'] });
      await run();
      for (const known of [false, null, true]) {
        await world.db.em.nativeUpdate(Contact, ana, { onWhatsapp: known });
        await world.db.em.nativeUpdate(Delivery, {}, { status: 'sent', deliveredAt: null });
        world.clock.advance({ seconds: 1 });
        const sent = await world.db.em.fork().find(Delivery, {});
        const receipts = sent.map(({ messageId }) => ({
          ...{ kind: 'receipt', messageId: messageId!, status, fromMe: true, chatJid: '200000000000001@lid' },
        }));
        await world.run(work => applyReceipts(work, world.instance.id, receipts as ReceiptEvent[]));
        expect(await onWhatsapp()).toBe(expected || known);
      }
    });

    test('with another phone, of which nothing is known', async () => {
      await world.run(work => updateContact(work, ana, { phone: '31 98765-0000' }));
      expect(await world.db.em.fork().findOneOrFail(Contact, ana)).toMatchObject({ onWhatsapp: null, lid: null });
    });

    test('but not with another name, nor with the phone that she has, in any spelling or from a file', async () => {
      await world.run(work => updateContact(work, ana, { name: 'Ana Souza', phone: '(31) 98765-4321' }));
      const row = { line: 1, name: 'Ana', phone: '31 98765 4321', birthDate: '', notes: 'vip', variables: {} };
      await world.run(work => importContacts(work, [row], { update: true, dryRun: false }));
      expect(await onWhatsapp()).toBe(false);
    });
  });
});
