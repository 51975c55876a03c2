import { afterEach, expect, test } from 'vitest';
import { AuditEntry, Contact, Delivery } from '../../src/db/entities/index.ts';
import { createContact } from '../../src/scheduling/create-contact.ts';
import { eraseContact } from '../../src/scheduling/erase-contact.ts';
import { sendNow } from '../../src/scheduling/send-now.ts';
import { describeEachDatabase } from '../helpers/database.ts';
import { createWorld, type World } from '../helpers/world.ts';

describeEachDatabase('erasing a contact', create => {
  let world: World;
  afterEach(() => world.close());

  test('empties what was sent to her as a contact and as a number, and leaves others alone', async () => {
    world = await createWorld(undefined, create);
    const { run } = world;
    const ana = await run(work => createContact(work, { name: 'Ana Lima', phone: '11987654321' }));
    const bruno = await run(work => createContact(work, { name: 'Bruno', phone: '21987654322' }));
    const to = (text: string, recipients: Parameters<typeof sendNow>[1]['recipients']) =>
      run(work => sendNow(work, { content: { text }, recipients }));
    await to('Oi, Ana Lima', [{ type: 'contact', id: ana.id }]);
    await to('Oi', [{ type: 'number', phone: '+551187654321' }]);
    await to('Oi, Bruno', [{ type: 'contact', id: bruno.id }]);
    expect(await run(work => eraseContact(work, ana.id))).toEqual({ logs: 2 });
    const { em } = world.db;
    const left = JSON.stringify([await em.findAll(Delivery), await em.findAll(AuditEntry), await em.findAll(Contact)]);
    expect(left).not.toMatch(/Ana Lima|87654321/);
    expect(left.match(/Oi, Bruno/g)).toHaveLength(2);
    expect(await em.count(Delivery, { status: 'queued' })).toBe(1);
  });
});
