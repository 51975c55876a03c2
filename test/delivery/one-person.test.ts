import { afterEach, beforeEach, expect, test } from 'vitest';
import { Delivery } from '../../src/db/entities/index.ts';
import { fireDue } from '../../src/delivery/fire.ts';
import { createSender, type Sender } from '../../src/delivery/send.ts';
import { createContact } from '../../src/scheduling/create-contact.ts';
import { createGroup } from '../../src/scheduling/create-group.ts';
import type { RecipientInput } from '../../src/scheduling/recipients.ts';
import { suppressPhone } from '../../src/scheduling/suppress.ts';
import { describeEachDatabase } from '../helpers/database.ts';
import { createWorld, type World } from '../helpers/world.ts';

const ANA = '+5531987654321';
const ANA_WITHOUT_THE_NINTH = '+553187654321';
const AS_THE_GATEWAY_SAYS = '5531987654321';

describeEachDatabase('one person, however she is named', create => {
  let world: World;
  let sender: Sender;
  let everyWay: RecipientInput[];
  beforeEach(async () => {
    world = await createWorld('2026-11-24T10:00:00-03:00', create);
    sender = createSender(world.deps);
    const ana = await world.run(async work => {
      const contact = await createContact(work, { name: 'Ana', phone: ANA });
      await work.em.flush();
      return contact.id;
    });
    const list = await world.run(async work => {
      const group = await createGroup(work, { name: 'Clientes', kind: 'list', contacts: [ana] });
      await work.em.flush();
      return group.id;
    });
    everyWay = [
      { type: 'group', id: list },
      { type: 'contact', id: ana },
      { type: 'number', phone: ANA },
      { type: 'number', phone: ANA_WITHOUT_THE_NINTH },
    ];
  });
  afterEach(() => world.close());

  const goesOut = async () => {
    world.clock.set('2026-11-24T11:00:00-03:00');
    await fireDue(world.deps);
    await sender.drain();
    return world.gateway.accepted.map(({ number }) => number);
  };

  test('in a list, as a contact, as a number with and without its ninth digit, gets one message', async () => {
    await world.schedule('hoje às 11h', { recipients: everyWay });
    expect(await goesOut()).toEqual([AS_THE_GATEWAY_SAYS]);
  });

  test.for([ANA, ANA_WITHOUT_THE_NINTH])('who says SAIR as %s a second before the send gets none', async phone => {
    await world.schedule('hoje às 11h', { recipients: everyWay });
    world.clock.set('2026-11-24T10:59:59-03:00');
    await world.run(work => suppressPhone(work, phone, 'whatsapp'));
    expect(await goesOut()).toEqual([]);
    const [delivery, ...more] = await world.db.em.find(Delivery, {});
    expect(delivery).toMatchObject({ status: 'skipped', reason: 'opted_out' });
    expect(more).toEqual([]);
  });
});
