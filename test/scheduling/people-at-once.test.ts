import { afterEach, beforeEach, expect, test } from 'vitest';
import { Admin, AuditEntry, Delivery } from '../../src/db/entities/index.ts';
import { addAdmin } from '../../src/scheduling/add-admin.ts';
import { addToList, takeFromList } from '../../src/scheduling/change-list.ts';
import { addAlias } from '../../src/scheduling/name-group.ts';
import { explainDelivery } from '../../src/scheduling/queries/explain-delivery.ts';
import { listMembers } from '../../src/scheduling/queries/list-members.ts';
import { removeAdmin } from '../../src/scheduling/remove-admin.ts';
import { retryDelivery } from '../../src/scheduling/retry-delivery.ts';
import { sendNow } from '../../src/scheduling/send-now.ts';
import { describeEachDatabase } from '../helpers/database.ts';
import { createWorld, type World } from '../helpers/world.ts';
import { contact, group } from './people.ts';
import { refusal } from './refusal.ts';

const outcome = (promise: Promise<unknown>) =>
  promise.then(
    () => 'done',
    () => refusal(promise),
  );

describeEachDatabase('people, lists and logs, by two at once', create => {
  let world: World;
  beforeEach(async () => {
    world = await createWorld(undefined, create);
  });
  afterEach(() => world.close());

  test('of two owners who remove each other one stays', async () => {
    const other = await world.run(work => addAdmin(work, { phone: '11 91111-2222', name: 'Caio', role: 'owner' }));
    const ended = [world.owner.id, other.id].map(id => outcome(world.run(work => removeAdmin(work, id))));
    expect((await Promise.all(ended)).toSorted()).toEqual(['done', 'last_owner']);
    expect(await world.db.em.count(Admin, { role: 'owner' })).toBe(1);
  });

  test('nobody who is added to a list is lost, and each is in it once', async () => {
    const list = await group(world, 'clientes');
    const people: number[] = [];
    for (let n = 0; n < 5; n++) people.push(await contact(world, `Pessoa ${n}`, `11 91111-000${n}`));
    await Promise.all(people.map(id => world.run(work => addToList(work, list, [id]))));
    expect((await world.run(work => addToList(work, list, people.slice(0, 2)))).changed).toBe(0);
    expect((await listMembers(world.db.em, list)).map(({ id }) => id)).toEqual(people);
    const { group: left, changed } = await world.run(work => takeFromList(work, list, people.slice(1)));
    expect([left.membersCount, changed]).toEqual([1, 4]);
  });

  test('a group takes two aliases at once', async () => {
    const list = await group(world, 'clientes');
    await Promise.all(['um', 'dois'].map(alias => world.run(work => addAlias(work, list, alias))));
    const { aliases } = await world.run(work => addAlias(work, list, 'UM'));
    expect(aliases.toSorted()).toEqual(['dois', 'um']);
  });

  test('a failed message is queued again once, and its trail tells who sent it and who tried again', async () => {
    const recipients = [{ type: 'number', phone: '+5511987654321' } as const];
    const [sent] = await world.run(work => sendNow(work, { recipients, content: { text: 'Oi' } }));
    const id = sent!.id;
    await world.db.em.nativeUpdate(Delivery, { id }, { status: 'failed', reason: 'gateway_busy' });
    world.clock.advance({ minutes: 1 });
    const retry = () => outcome(world.run(work => retryDelivery(work, id, { evenIfArrived: false })));
    expect((await Promise.all([retry(), retry()])).toSorted()).toEqual(['done', 'not_retryable']);
    expect(await world.db.em.count(AuditEntry, { action: 'log.retry' })).toBe(1);
    const { steps } = await explainDelivery(world.db.em, id);
    expect(steps.map(({ code, details }) => [code, details.by, details.reason])).toEqual([
      ['sent_now', 'Bia', undefined],
      ['retried', 'Bia', 'gateway_busy'],
      ['waiting', undefined, null],
    ]);
  });
});
