import { afterEach, beforeEach, expect, test } from 'vitest';
import { Contact, Delivery, Group, OutboxMessage } from '../../src/db/entities/index.ts';
import { fireDue } from '../../src/delivery/fire.ts';
import { learnAboutRecipient } from '../../src/delivery/learn.ts';
import { createSender, type Sender } from '../../src/delivery/send.ts';
import { createContact } from '../../src/scheduling/create-contact.ts';
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
});
