import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { EvolutionConfig, Group, GroupMember } from '../../src/db/entities/index.ts';
import { applyParticipants, saveGatewayGroups } from '../../src/scheduling/sync-groups.ts';
import type { GatewayGroup, Participant, ParticipantsEvent } from '../../src/whatsapp/gateway-events.ts';
import { createWorld, type World } from '../helpers/world.ts';

const JID = '120363000000000001@g.us';
const person = (phone: string, admin: Participant['admin'] = null): Participant => ({
  ...{ jid: `${phone.slice(1)}@s.whatsapp.net`, phone, lid: null, admin },
});
const ANA = person('+5511987654321');
const BIA = person('+5511987654322', 'admin');
const BOT = person('+5511900000009');
const hidden: Participant = { jid: '99@lid', phone: null, lid: '99@lid', admin: null };

let world: World;
beforeEach(async () => {
  world = await createWorld();
  await world.db.em.nativeUpdate(EvolutionConfig, world.instance.id, { ownJid: BOT.jid });
});
afterEach(() => world.close());

const save = (...groups: Partial<GatewayGroup>[]) =>
  world.run(work =>
    saveGatewayGroups(
      work,
      world.instance.id,
      groups.map(group => ({ jid: JID, subject: 'Vendas', participants: [ANA, BIA, BOT], announce: false, ...group })),
    ),
  );
const apply = (action: ParticipantsEvent['action'], ...participants: Participant[]) =>
  world.run(work =>
    applyParticipants(work, world.instance.id, { kind: 'participants', groupJid: JID, action, participants }),
  );
const read = () => world.db.em.findOneOrFail(Group, { jid: JID });
const members = async () =>
  (await world.db.em.find(GroupMember, {}, { orderBy: { memberKey: 'asc' } })).map(
    row => `${row.memberKey}${row.isAdmin ? ' admin' : ''}`,
  );

describe('groups as the gateway has them', () => {
  test('new ones come in under their subject, with members, for this instance', async () => {
    expect(await save({ subject: 'Véndas  1' })).toMatchObject({ added: 1, updated: 0, joined: [{ jid: JID }] });
    expect(await read()).toMatchObject({ kind: 'whatsapp', name: 'Véndas  1', nameKey: 'vendas 1', membersCount: 3 });
    expect((await read()).evolutionConfig!.id).toBe(world.instance.id);
    expect(await members()).toEqual([BOT.phone!, ANA.phone!, `${BIA.phone!} admin`]);
  });

  test('known ones keep their row and aliases, and follow subject and members', async () => {
    await save({});
    await world.db.em.nativeUpdate(Group, { jid: JID }, { aliases: ['v'] });
    expect(await save({ subject: 'Vendas SP', participants: [ANA, hidden] })).toEqual({
      added: 0,
      updated: 1,
      joined: [],
    });
    expect(await read()).toMatchObject({ name: 'Vendas SP', aliases: ['v'], membersCount: 2 });
    expect(await members()).toEqual([ANA.phone!, '99@lid']);
    expect(await world.db.em.count(Group)).toBe(1);
  });

  test('one without a subject keeps its name; a new one is named by its address', async () => {
    await save({ subject: '' });
    expect((await read()).name).toBe(JID);
    await save({ subject: 'Vendas' }, {});
    await save({ subject: ' ' });
    expect((await read()).name).toBe('Vendas');
  });

  test('one told without its members keeps those that are known', async () => {
    await save({});
    await save({ participants: [] });
    expect([(await read()).membersCount, (await members()).length]).toEqual([3, 3]);
  });

  test.for<[string, Partial<GatewayGroup>, boolean | null]>([
    ['an open group with the bot in it', {}, true],
    ['an announcement group with the bot as a member', { announce: true }, false],
    [
      'an announcement group with the bot as admin',
      { announce: true, participants: [person(BOT.phone!, 'admin')] },
      true,
    ],
    ['an open group whose list shows nobody we know to be the bot', { participants: [hidden] }, true],
    [
      'an announcement group whose list shows nobody we know to be the bot',
      { announce: true, participants: [hidden] },
      null,
    ],
    ['a group of which the gateway told neither', { announce: null, participants: [] }, null],
  ])('%s can be written to: %3$s', async ([, group, canSend]) => {
    await save(group);
    expect((await read()).canSend).toBe(canSend);
  });

  test("the bot's own LID is learnt from the list", async () => {
    await save({ participants: [ANA, { ...BOT, lid: '77@lid' }] });
    expect((await world.db.em.findOneOrFail(EvolutionConfig, world.instance.id)).ownLid).toBe('77@lid');
  });
});

describe('people who come and go', () => {
  beforeEach(() => save({}));

  test.for<[ParticipantsEvent['action'], Participant, string[], number]>([
    ['add', hidden, [BOT.phone!, ANA.phone!, `${BIA.phone!} admin`, '99@lid'], 4],
    ['add', ANA, [BOT.phone!, ANA.phone!, `${BIA.phone!} admin`], 3],
    ['remove', ANA, [BOT.phone!, `${BIA.phone!} admin`], 2],
    ['promote', ANA, [BOT.phone!, `${ANA.phone!} admin`, `${BIA.phone!} admin`], 3],
    ['demote', BIA, [BOT.phone!, ANA.phone!, BIA.phone!], 3],
  ])('%s', async ([action, participant, after, count]) => {
    await apply(action, participant);
    expect(await members()).toEqual(after);
    expect((await read()).membersCount).toBe(count);
  });

  test('the bot that is removed cannot write there until it is added again', async () => {
    await apply('remove', BOT);
    expect((await read()).canSend).toBe(false);
    await apply('add', BOT);
    expect((await read()).canSend).toBe(true);
  });

  test('a group that was never read is left alone', async () => {
    await world.db.em.execute('delete from group_members');
    await world.db.em.execute('delete from recipient_groups');
    await apply('add', ANA);
    expect(await world.db.em.count(GroupMember)).toBe(0);
  });
});
