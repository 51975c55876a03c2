import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { AuditEntry, Contact, Group, GroupMember, Schedule, ScheduleRecipient } from '../../src/db/entities/index.ts';
import { addAdmin } from '../../src/scheduling/add-admin.ts';
import { cancelSchedule } from '../../src/scheduling/cancel-schedule.ts';
import { createContact } from '../../src/scheduling/create-contact.ts';
import { createTemplate } from '../../src/scheduling/create-template.ts';
import { deleteContact } from '../../src/scheduling/delete-contact.ts';
import { deleteGroup } from '../../src/scheduling/delete-group.ts';
import { deleteTemplate } from '../../src/scheduling/delete-template.ts';
import { getContact } from '../../src/scheduling/queries/get-contact.ts';
import { getGroup } from '../../src/scheduling/queries/get-group.ts';
import { getSchedule } from '../../src/scheduling/queries/get-schedule.ts';
import { findTemplateByName } from '../../src/scheduling/queries/list-templates.ts';
import { suppressedAmong, suppressPhone, unsuppress } from '../../src/scheduling/suppress.ts';
import { updateContact } from '../../src/scheduling/update-contact.ts';
import { updateGroup } from '../../src/scheduling/update-group.ts';
import { updateTemplate } from '../../src/scheduling/update-template.ts';
import { describeEachDatabase } from '../helpers/database.ts';
import { createWorld, type World } from '../helpers/world.ts';
import { contact, group, template, whatsappGroup } from './people.ts';
import { refusal, refused } from './refusal.ts';

describeEachDatabase('contacts, groups and templates', create => {
  let world: World;
  beforeEach(async () => {
    world = await createWorld('2026-11-24T10:00:00-03:00', create);
  });
  afterEach(() => world.close());

  const newContact = (name: string, phone: string) => world.run(work => createContact(work, { name, phone }));

  describe('a contact', () => {
    test('has its phone as E.164, however it was typed', async () => {
      const id = await contact(world, 'Ana', '(11) 8765-4321');
      expect(await getContact(world.db.em, id)).toMatchObject({ phone: '+5511987654321', nameKey: 'ana', version: 1 });
    });

    test.for([
      ['98765-4321', 'missing_ddd'],
      ['abc', 'invalid_phone'],
    ] as const)('with the phone %s is refused: %s', async ([phone, code]) => {
      expect(await refusal(newContact('Ana', phone))).toBe(code);
    });

    test('is one for each phone, with or without the ninth digit', async () => {
      const id = await contact(world, 'Ana', '31 98765-4321');
      const error = await refused(newContact('Outra', '31 8765-4321'));
      expect([error.code, error.httpStatus, error.details]).toEqual([
        'contact_exists',
        409,
        { id, name: 'Ana', phone: '+5531987654321' },
      ]);
    });

    test('of several that are made at once with one phone, one is made and the others are told of it', async () => {
      const outcomes = await Promise.allSettled(['A', 'B', 'C', 'D'].map(name => newContact(name, '11 98765-4321')));
      const codes = outcomes.map(outcome => (outcome.status === 'rejected' ? outcome.reason.code : 'made'));
      expect(codes.sort()).toEqual(['contact_exists', 'contact_exists', 'contact_exists', 'made']);
    });

    test('keeps what a change does not name, and takes null for nothing', async () => {
      const id = await contact(world, 'Ana', '11 98765-4321', { birthDate: '1990-03-10', variables: { a: '1' } });
      await world.run(work => updateContact(work, id, { name: 'Ána', birthDate: null }, 1));
      expect(await getContact(world.db.em, id)).toMatchObject({
        ...{ name: 'Ána', nameKey: 'ana', birthDate: null, variables: { a: '1' }, version: 2 },
      });
      const entry = await world.db.em.findOneOrFail(AuditEntry, { action: 'contact.update' });
      expect([entry.before, entry.after]).toMatchObject([
        { name: 'Ana', birthDate: '1990-03-10', version: 1 },
        { name: 'Ána', birthDate: null, version: 2 },
      ]);
    });

    test('changed by two at once from one version: one is refused', async () => {
      const id = await contact(world, 'Ana', '11 98765-4321');
      const rename = (name: string) => world.run(work => updateContact(work, id, { name }, 1));
      const outcomes = await Promise.allSettled([rename('B'), rename('C'), rename('D')]);
      const reasons = outcomes.flatMap(one => (one.status === 'rejected' ? [one.reason.code] : []));
      expect(reasons).toEqual(['version_conflict', 'version_conflict']);
      expect((await getContact(world.db.em, id)).version).toBe(2);
    });

    test('that an active or paused schedule needs is not deleted; one of an ended schedule is', async () => {
      const id = await contact(world, 'Ana', '11 98765-4321');
      const list = await group(world, 'VIP', { contacts: [id] });
      const schedule = await world.schedule('todo dia às 9h', {
        recipients: [{ type: 'contact', id }],
        title: 'Bom dia',
      });
      const error = await refused(world.run(work => deleteContact(work, id)));
      expect([error.code, error.httpStatus, error.details]).toEqual([
        'in_use',
        409,
        { schedules: [{ id: schedule, title: 'Bom dia' }] },
      ]);
      await world.run(work => cancelSchedule(work, schedule, {}));
      await world.run(work => deleteContact(work, id));
      const em = world.db.em;
      expect([await em.count(Contact), await em.count(ScheduleRecipient), await em.count(GroupMember)]).toEqual([
        0, 0, 0,
      ]);
      expect((await getGroup(em, list)).membersCount).toBe(0);
      expect((await getSchedule(em, schedule)).recipients).toEqual([]);
    });
  });

  describe('a group', () => {
    test('of contacts counts them, each once', async () => {
      const ana = await contact(world, 'Ana', '11 98765-4321');
      const bia = await contact(world, 'Bia', '11 98765-4322');
      const id = await group(world, 'VIP', { contacts: [ana, bia, ana] });
      expect((await getGroup(world.db.em, id)).membersCount).toBe(2);
      await world.run(work => updateGroup(work, id, { contacts: [bia] }));
      expect((await getGroup(world.db.em, id)).membersCount).toBe(1);
    });

    test.for<[string, Parameters<typeof group>[2], string]>([
      ['a WhatsApp group without an address', { kind: 'whatsapp' }, 'group_needs_jid'],
      ['a dynamic one without a rule', { kind: 'dynamic' }, 'group_needs_rule'],
      ['a list of contacts that there are not', { contacts: [99] }, 'contact_not_found'],
      [
        'a group of an unknown instance',
        { kind: 'whatsapp', jid: '1@g.us', evolutionConfigId: 99 },
        'evolution_config_not_found',
      ],
    ])('%s is refused', async ([, more, code]) => {
      expect(await refusal(group(world, 'X', more))).toBe(code);
      expect(await world.db.em.count(Group)).toBe(0);
    });

    test('of WhatsApp is one for each address and instance', async () => {
      await whatsappGroup(world, 'Vendas', '1@g.us');
      expect(await refusal(whatsappGroup(world, 'Outro', '1@g.us'))).toBe('group_exists');
    });

    test('stays what it is', async () => {
      const id = await whatsappGroup(world, 'Vendas', '1@g.us');
      expect(await refusal(world.run(work => updateGroup(work, id, { kind: 'list' })))).toBe('group_kind_fixed');
      expect(await refusal(world.run(work => updateGroup(work, id, { jid: '2@g.us' })))).toBe('group_kind_fixed');
    });

    test('that a schedule needs is not deleted', async () => {
      const id = await whatsappGroup(world, 'Vendas', '1@g.us');
      const schedule = await world.schedule('todo dia às 9h', { recipients: [{ type: 'group', id }] });
      expect(await refusal(world.run(work => deleteGroup(work, id)))).toBe('in_use');
      await world.run(work => cancelSchedule(work, schedule, {}));
      await world.run(work => deleteGroup(work, id));
      expect(await refusal(getGroup(world.db.em, id))).toBe('group_not_found');
    });
  });

  describe('a template', () => {
    test('has a name of one word that no other has, without case and accents', async () => {
      const id = await template(world, 'Promoção', 'x');
      const make = (name: string) => world.run(work => createTemplate(work, { name, body: 'x' }));
      const error = await refused(make('promocao'));
      expect([error.code, error.httpStatus, error.details]).toEqual(['template_exists', 409, { id, name: 'Promoção' }]);
      for (const name of ['duas palavras', '', 'a'.repeat(61), 'a.b'])
        expect(await refusal(make(name))).toBe('template_name');
    });

    test('keeps its name when only that is written otherwise', async () => {
      const id = await template(world, 'promocao', 'x');
      await world.run(work => updateTemplate(work, id, { name: 'Promoção' }));
      expect((await findTemplateByName(world.db.em, 'PROMOCAO')).found?.name).toBe('Promoção');
    });

    test('that cannot be read is refused, when it is made and when it is changed', async () => {
      expect(await refusal(template(world, 'x', '{{#if'))).toBe('template_syntax');
      const id = await template(world, 'x', 'certo');
      expect(await refusal(world.run(work => updateTemplate(work, id, { body: '{{#each x}}' })))).toBe(
        'template_syntax',
      );
    });

    test('that nobody is called suggests those that are near', async () => {
      for (const name of ['bomdia', 'lembrete', 'bom_dia']) await template(world, name, 'x');
      expect(await findTemplateByName(world.db.em, 'bondia')).toMatchObject({
        found: null,
        suggestions: ['bomdia', 'bom_dia'],
      });
    });

    test('that a schedule needs is not deleted; an ended one keeps its words', async () => {
      const id = await template(world, 'oi', 'Oi, gente!');
      const schedule = await world.schedule('todo dia às 9h', { content: { templateId: id } });
      expect(await refusal(world.run(work => deleteTemplate(work, id)))).toBe('in_use');
      await world.run(work => cancelSchedule(work, schedule, {}));
      await world.run(work => deleteTemplate(work, id));
      expect(await world.db.em.findOneOrFail(Schedule, schedule)).toMatchObject({ template: null, text: 'Oi, gente!' });
    });
  });

  test('an admin is one for each phone', async () => {
    const add = (phone: string) => world.run(work => addAdmin(work, { phone, name: 'Ana', role: 'editor' }));
    await add('31 98765-4321');
    expect(await refusal(add('31 8765-4321'))).toBe('admin_exists');
  });

  test('an opt-out counts for both spellings of a phone, once, until it is taken back', async () => {
    const stop = () => world.run(work => suppressPhone(work, '+553187654321', 'test'));
    await stop();
    await stop();
    const keys = ['+5531987654321', '+5511987654321'];
    expect([...(await suppressedAmong(world.db.em, keys))]).toEqual(['+5531987654321']);
    expect(await world.db.em.count(AuditEntry, { action: 'suppression.create' })).toBe(1);
    await world.run(work => unsuppress(work, '+5531987654321'));
    expect([...(await suppressedAmong(world.db.em, keys))]).toEqual([]);
  });
});
