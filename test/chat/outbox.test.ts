import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createOutbox, type Outbox } from '../../src/chat/outbox.ts';
import { virtualClock } from '../../src/clock.ts';
import {
  Admin,
  Contact,
  EvolutionConfig,
  Group,
  GroupMember,
  InboxEvent,
  OutboxMessage,
} from '../../src/db/entities/index.ts';
import { silentLogger } from '../../src/logger.ts';
import { describeEachDatabase, type TestDatabase } from '../helpers/database.ts';
import { type FakeGateway, fakeGateway } from './fake-gateway.ts';
import { NOW, saveInstance, until, workDeps } from './helpers.ts';

const ANA = '5511912340001@s.whatsapp.net';
const BETO = '5511912340002@s.whatsapp.net';

describeEachDatabase('the outbox', create => {
  let database: TestDatabase;
  let gateway: FakeGateway;
  let config: EvolutionConfig;
  let clock: ReturnType<typeof virtualClock>;
  let outboxes: Outbox[];

  beforeEach(async () => {
    database = await create();
    gateway = await fakeGateway();
    config = await saveInstance(database.em);
    clock = virtualClock(NOW);
    outboxes = [];
  });
  afterEach(async () => {
    for (const outbox of outboxes) await outbox.stop({ timeoutMs: 2_000 });
    await gateway.close();
    await database.close();
  });

  function outbox(processId = 'p1'): Outbox {
    const channel = gateway.channel();
    const made = createOutbox({
      work: workDeps(database.em, clock),
      channelFor: async () => channel,
      ...{ processId, logger: silentLogger },
    });
    outboxes.push(made);
    return made;
  }

  async function queue(chatJid: string, text: string, more: Partial<OutboxMessage> = {}) {
    const em = database.em;
    const at = clock.now();
    const evolutionConfig = em.getReference(config.constructor as typeof EvolutionConfig, config.id);
    em.create(OutboxMessage, {
      evolutionConfig,
      kind: 'reply',
      chatJid,
      text,
      nextAttemptAt: at,
      createdAt: at,
      ...more,
    });
    await em.flush();
  }
  const rows = () => database.em.find(OutboxMessage, {}, { orderBy: { id: 'asc' } });

  test('says everything once, in order in each chat, and keeps the ids', async () => {
    for (const text of ['1', '2', '3']) {
      await queue(ANA, text);
      await queue(BETO, text);
    }
    await outbox().drain();
    const to = (number: string) => gateway.sent.filter(sent => sent.to === number).map(sent => sent.text);
    expect(to('5511912340001')).toEqual(['1', '2', '3']);
    expect(to('5511912340002')).toEqual(['1', '2', '3']);
    for (const row of await rows()) {
      expect(row.status).toBe('sent');
      expect(gateway.sent.find(sent => sent.id === row.messageId)?.text).toBe(row.text);
    }
  });

  test('a person is written to by bare digits, a group and a LID by their address', async () => {
    await queue(ANA, 'oi');
    await queue('200000000000001@lid', 'oi');
    await queue('120363000000000001@g.us', 'oi');
    await outbox().drain();
    expect(gateway.sent.map(sent => sent.to).toSorted()).toEqual([
      '120363000000000001@g.us',
      '200000000000001@lid',
      '5511912340001',
    ]);
  });

  test('a reply whose answer was lost is found at the gateway and not said again', async () => {
    gateway.next('loses the answer');
    await queue(ANA, 'pausado');
    const ours = outbox();
    await ours.drain();
    expect((await rows())[0]?.status).toBe('queued');
    clock.advance({ seconds: 2 });
    await ours.drain();
    const [row] = await rows();
    expect([row?.status, row?.messageId]).toEqual(['sent', gateway.sent[0]?.id]);
    expect(gateway.sent).toHaveLength(1);
  });

  test('a reply whose outcome is unknown and that the gateway does not have is said again', async () => {
    gateway.next('hangs');
    await queue(ANA, 'pausado');
    const ours = outbox();
    await ours.drain();
    clock.advance({ seconds: 2 });
    await ours.drain();
    expect(gateway.sent.map(sent => sent.text)).toEqual(['pausado']);
    expect((await rows())[0]?.status).toBe('sent');
    expect(gateway.searches.length).toBeGreaterThan(0);
  });

  test('the same words said earlier are not taken for the reply that was lost', async () => {
    await queue(ANA, 'pausado');
    const ours = outbox();
    await ours.drain();
    gateway.next('hangs');
    await queue(ANA, 'pausado');
    await ours.drain();
    clock.advance({ seconds: 2 });
    await ours.drain();
    expect(gateway.sent).toHaveLength(2);
    expect(new Set((await rows()).map(row => row.messageId)).size).toBe(2);
  });

  test('a process that died between the gateway and the record: the next one looks first', async () => {
    gateway.next('loses the answer');
    await gateway
      .channel()
      .sendText({ to: '5511912340001', text: 'pausado' })
      .catch(() => {});
    const dead = { status: 'sending', claimedBy: 'dead', leaseUntil: Temporal.Now.instant().subtract({ seconds: 1 }) };
    await queue(ANA, 'pausado', { ...dead, status: 'sending', startedAt: clock.now() });
    await outbox().drain();
    expect(gateway.sent).toHaveLength(1);
    expect((await rows())[0]?.messageId).toBe(gateway.sent[0]?.id);
  });

  test('a process that is alone takes over at once what its forerunner was saying', async () => {
    const leaseUntil = Temporal.Now.instant().add({ seconds: 100 });
    await queue(ANA, 'pausado', { status: 'sending', claimedBy: 'dead', leaseUntil, startedAt: clock.now() });
    await outbox('other').drain();
    expect(gateway.sent).toEqual([]);
    await outbox().start({ alone: true });
    await until(async () => (await rows())[0]?.status === 'sent');
  });

  test('while the gateway is busy a reply waits and the ones behind it keep their order', async () => {
    gateway.next(503);
    await queue(ANA, '1');
    await queue(ANA, '2');
    const ours = outbox();
    await ours.drain();
    expect(gateway.sent).toEqual([]);
    clock.advance({ seconds: 2 });
    await ours.drain();
    expect(gateway.sent.map(sent => sent.text)).toEqual(['1', '2']);
  });

  test('a reply that is refused for good fails and holds nobody up', async () => {
    gateway.next(400);
    await queue(ANA, '1');
    await queue(ANA, '2');
    await outbox().drain();
    expect((await rows()).map(row => row.status)).toEqual(['failed', 'sent']);
  });

  describe('refused at a hidden address', () => {
    const LID = '200000000000001@lid';
    const PHONE = '+5511912340001';
    const stamps = { createdAt: Temporal.Instant.from(NOW), updatedAt: Temporal.Instant.from(NOW) };
    const person = { name: 'Ana', phone: PHONE, phoneKey: PHONE, lid: LID, ...stamps };
    const save = async (make: (em: TestDatabase['em']) => unknown) => {
      const { em } = database;
      make(em);
      await em.flush();
    };
    const saveAdmin = () => save(em => em.create(Admin, person));
    const event = async (payload: Record<string, unknown>): Promise<InboxEvent> => {
      const { em } = database;
      const row: InboxEvent = em.create(InboxEvent, {
        ...{ evolutionConfig: config.id, chatKey: 'x', kind: 'message', payload },
        ...{ nextAttemptAt: clock.now(), receivedAt: clock.now() },
      });
      await em.flush();
      return row;
    };
    const own = { ownJid: `${PHONE.slice(1)}@s.whatsapp.net`, ownLid: LID };

    test.for([
      ['an admin', saveAdmin],
      ['a contact', () => save(em => em.create(Contact, { ...person, nameKey: 'ana', variables: {} }))],
      [
        'a member of a group',
        () =>
          save(em => {
            const group = em.create(Group, { name: 'G', nameKey: 'g', aliases: [], kind: 'whatsapp', ...stamps });
            em.create(GroupMember, { group, memberKey: PHONE, jid: LID, phone: PHONE });
          }),
      ],
      ['the bot itself', () => database.em.nativeUpdate(EvolutionConfig, config.id, own)],
    ] as const)('a reply goes to the phone of %s', async ([, make]) => {
      await make();
      gateway.next(400);
      await queue(LID, 'pausado');
      await outbox().drain();
      expect(gateway.sent.map(({ to, text }) => [to, text])).toEqual([[PHONE.slice(1), 'pausado']]);
      expect((await rows())[0]).toMatchObject({ status: 'sent', chatJid: `${PHONE.slice(1)}@s.whatsapp.net` });
    });

    test.for([
      ['the other address of the chat', { chatJid: LID, chatAltJid: `${PHONE.slice(1)}@s.whatsapp.net` }],
      ['the phone of an opt-out word', { chatJid: LID, phone: PHONE, word: 'out' }],
    ] as const)('a reply goes to the phone that the message brought: %s', async ([, payload]) => {
      gateway.next(400);
      await queue(LID, 'pronto', { inboxEvent: await event(payload) });
      await outbox().drain();
      expect(gateway.sent.map(({ to }) => to)).toEqual([PHONE.slice(1)]);
    });

    test('the ones behind it go there too, in order', async () => {
      await saveAdmin();
      gateway.next(400);
      for (const text of ['1', '2', '3']) await queue(LID, text);
      await outbox().drain();
      expect(gateway.sent.map(({ to, text }) => `${to} ${text}`)).toEqual(
        ['1', '2', '3'].map(text => `${PHONE.slice(1)} ${text}`),
      );
    });

    test.for([
      ['where no phone is known', {}],
      ['where the message that it answers came from another chat', { chatJid: '2@lid', phone: PHONE }],
    ] as const)('it has failed %s', async ([, payload]) => {
      gateway.next(400);
      await queue(LID, 'pausado', { inboxEvent: await event(payload) });
      await outbox().drain();
      expect((await rows())[0]).toMatchObject({ status: 'failed', chatJid: LID });
    });

    test('and at the phone too, it has failed', async () => {
      await saveAdmin();
      gateway.next(400, 400);
      await queue(LID, 'pausado');
      await outbox().drain();
      expect((await rows())[0]?.status).toBe('failed');
      expect(gateway.sent).toEqual([]);
    });

    test.for([503, 401])(
      'is none that the gateway is to blame for: after %d it waits for its address',
      async status => {
        await saveAdmin();
        gateway.next(status);
        await queue(LID, 'pausado');
        await outbox().drain();
        expect((await rows())[0]).toMatchObject({ status: 'queued', chatJid: LID });
      },
    );
  });

  test('a reply that could not be given for a day is given up', async () => {
    gateway.next(503);
    await queue(ANA, 'tarde', { createdAt: clock.now().subtract({ hours: 25 }) });
    await outbox().drain();
    expect((await rows())[0]?.status).toBe('failed');
  });

  test('what the instance is to blame for is no end: with the key mended it is said', async () => {
    gateway.next(401);
    await queue(ANA, 'oi');
    const ours = outbox();
    await ours.drain();
    expect((await rows())[0]).toMatchObject({ status: 'queued', error: 'gateway_key_rejected' });
    clock.advance({ seconds: 2 });
    await ours.drain();
    expect((await rows())[0]?.status).toBe('sent');
  });

  test.for([
    [25, 'queued'],
    [24 * 7 + 1, 'failed'],
  ] as const)(
    'a notice that could not be given for %i hours is %s: it still tells what happened',
    async ([hours, status]) => {
      gateway.next(503);
      await queue(ANA, 'tarde', { kind: 'notice', createdAt: clock.now().subtract({ hours }) });
      await outbox().drain();
      expect((await rows())[0]?.status).toBe(status);
    },
  );

  test('two processes say everything once', async () => {
    const texts = Array.from({ length: 20 }, (_, index) => String(index).padStart(2, '0'));
    for (const text of texts) await queue(Number(text) % 2 ? ANA : BETO, text);
    const both = [outbox('p1'), outbox('p2')];
    await until(async () => {
      await Promise.all(both.map(made => made.drain()));
      return (await database.em.count(OutboxMessage, { status: 'sent' })) === texts.length;
    });
    expect(gateway.sent.map(sent => sent.text).toSorted()).toEqual(texts);
  });

  test('a reaction is put on the message that it is about', async () => {
    await queue('120363000000000001@g.us', '✅', {
      ...{ kind: 'reaction', targetMessageId: 'ABC', targetParticipant: ANA },
    });
    await outbox().drain();
    expect(gateway.reactions).toEqual([{ target: 'ABC', emoji: '✅' }]);
  });
});
