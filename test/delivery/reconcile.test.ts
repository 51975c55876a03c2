import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  Admin,
  Contact,
  Delivery,
  DeliveryNote,
  InboxEvent,
  Occurrence,
  OutboxMessage,
} from '../../src/db/entities/index.ts';
import { fireDue } from '../../src/delivery/fire.ts';
import { expireLeases } from '../../src/delivery/leases.ts';
import { applySent } from '../../src/delivery/receipts.ts';
import { createReconciliation, type Reconciliation } from '../../src/delivery/reconcile.ts';
import { createSender, type Sender } from '../../src/delivery/send.ts';
import { takeNext } from '../../src/delivery/take-next.ts';
import { answerUncertain } from '../../src/scheduling/answer-uncertain.ts';
import { createContact } from '../../src/scheduling/create-contact.ts';
import { sendNow } from '../../src/scheduling/send-now.ts';
import { UNCERTAIN_MESSAGES } from '../../src/scheduling/uncertain-question.ts';
import { describeEachDatabase } from '../helpers/database.ts';
import { createWorld, type World } from '../helpers/world.ts';

const ANA = '+5531987654321';
const BIA = '+5531987654322';
const WAIT_MS = 60_000;

describeEachDatabase('what became of an uncertain message', create => {
  let world: World;
  let sender: Sender;
  let reconciliation: Reconciliation;
  beforeEach(async () => {
    world = await createWorld('2026-11-24T10:00:00-03:00', create);
    world.gateway.emitSent = false;
    sender = createSender(world.deps);
    reconciliation = createReconciliation(world.deps, { waitMs: WAIT_MS });
  });
  afterEach(() => world.close());

  /** A run at 11:00 whose messages are queued. */
  const fire = async (numbers: string[] = [ANA], more: object = {}) => {
    const id = await world.schedule('hoje às 11h', { numbers, ...more });
    world.clock.set('2026-11-24T11:00:00-03:00');
    await fireDue(world.deps);
    return id;
  };
  /** The process dies between its claim and the gateway: nothing left. */
  const dieBeforeThePost = async () => {
    await takeNext(world.deps, world.instance.id);
    await expireLeases(world.deps, { all: true });
  };
  /** The answer is lost after the gateway had the message. */
  const loseTheAnswer = async () => {
    world.gateway.behave = () => ({ kind: 'accept_then_break' });
    await sender.drain();
    world.gateway.behave = () => ({ kind: 'accept' });
  };
  const pass = async (seconds: number) => {
    world.clock.advance({ seconds });
    await reconciliation.look();
    await sender.drain();
  };
  /** All looks until it is decided: at one, two and four minutes. */
  const passAllLooks = async () => {
    for (const seconds of [60, 60, 120]) await pass(seconds);
  };
  const deliveries = () => world.db.em.find(Delivery, {}, { orderBy: { id: 'asc' } });
  const statuses = async () => (await deliveries()).map(({ status }) => status);
  const notes = async () => {
    const rows = await world.db.em.find(DeliveryNote, {}, { orderBy: { id: 'asc' } });
    return rows.map(({ code }) => code);
  };
  const questions = async () => {
    const rows = await world.db.em.find(InboxEvent, { kind: UNCERTAIN_MESSAGES }, { orderBy: { id: 'asc' } });
    return rows.map(({ payload }) => payload);
  };
  const accepted = () => world.gateway.accepted.map(({ number }) => `+${number}`);

  describe('is found in the gateway’s store', () => {
    test('and is sent, at the gateway’s time, without a word to anybody', async () => {
      await fire();
      await loseTheAnswer();
      await pass(59);
      expect(await statuses()).toEqual(['uncertain']);
      await pass(1);
      const [delivery] = await deliveries();
      expect(delivery).toMatchObject({ status: 'sent', reason: null, messageId: world.gateway.accepted[0]!.id });
      expect(delivery!.sentAt!.toString()).toBe('2026-11-24T14:00:00Z');
      expect(delivery!.late).toBe(false);
      expect(accepted()).toEqual([ANA]);
      expect(await notes()).toContain('found');
      expect(await world.db.em.count(OutboxMessage, {})).toBe(0);
      expect(await world.db.em.findOne(Occurrence, { status: 'done' })).not.toBeNull();
    });

    test.for([
      ['without the ninth digit', '553187654321'],
      ['with it', '5531987654321'],
      ['under her LID', '99887766554433@lid'],
      ['as the gateway filed her before', '11223344556677@lid'],
    ])('under another address: %s', async ([, filedAs]) => {
      await world.run(work => createContact(work, { name: 'Ana', phone: ANA }));
      await world.db.em.nativeUpdate(Contact, { phoneKey: ANA }, { lid: '99887766554433@lid' });
      await fire();
      await sender.drain(); // an earlier message, whose answer named an address
      await world.db.em.nativeUpdate(Delivery, {}, { sentJid: '11223344556677@lid' });
      await world.run(work =>
        sendNow(work, { recipients: [{ type: 'number', phone: ANA }], content: { text: 'Olá' } }),
      );
      await loseTheAnswer();
      world.gateway.accepted.at(-1)!.number = filedAs!;
      await pass(60);
      expect(await statuses()).toEqual(['sent', 'sent']);
    });

    test('late: the gateway writes its store after the message has left', async () => {
      await fire();
      await loseTheAnswer();
      const [late] = world.gateway.accepted.splice(0);
      await pass(60);
      await pass(60);
      world.gateway.accepted.push(late!);
      await pass(120);
      expect(await statuses()).toEqual(['sent']);
    });

    test('once: of two with the same words, one that left settles one', async () => {
      await fire();
      await fire();
      world.gateway.behave = ({ nth }) => (nth === 0 ? { kind: 'accept_then_break' } : { kind: 'hang' });
      await takeNext(world.deps, world.instance.id); // dies before the post
      await expireLeases(world.deps, { all: true });
      await loseTheAnswer();
      expect(await statuses()).toEqual(['uncertain', 'uncertain']);
      await passAllLooks();
      expect((await statuses()).toSorted()).toEqual(['sent', 'uncertain']);
      expect(await questions()).toHaveLength(1);
    });

    test('and not taken from a delivery or a reply that has it', async () => {
      await fire();
      await sender.drain();
      await fire();
      await dieBeforeThePost();
      await passAllLooks();
      expect(await statuses()).toEqual(['sent', 'uncertain']);
    });

    test('but not while another send of the same words waits for its answer', async () => {
      await fire();
      await dieBeforeThePost();
      await fire();
      await takeNext(world.deps, world.instance.id); // on its way in another process
      const [, second] = await deliveries();
      world.gateway.accepted.push({
        ...{ id: 'THEIRS', number: ANA.slice(1), text: 'Oi!', atMs: world.gateway.now() },
      });
      world.clock.advance({ seconds: 60 });
      await reconciliation.look();
      expect(await statuses()).toEqual(['uncertain', 'sending']);
      await world.db.em.nativeUpdate(Delivery, { id: second!.id }, { status: 'sent', messageId: 'THEIRS' });
      await passAllLooks();
      expect(await statuses()).toEqual(['uncertain', 'sent']);
    });
  });

  describe('is not found', () => {
    test('is looked for three times before a person is asked, and never sent by itself', async () => {
      await fire();
      await dieBeforeThePost();
      await pass(60);
      await pass(60);
      expect(await questions()).toEqual([]);
      await pass(119);
      expect(await questions()).toEqual([]);
      await pass(1);
      const [delivery] = await deliveries();
      expect(await questions()).toEqual([{ adminId: world.owner.id, deliveryIds: [delivery!.id] }]);
      expect(delivery!.status).toBe('uncertain');
      expect(delivery!.askedAt).not.toBeNull();
      expect(await notes()).toEqual(['interrupted', 'looked_for', 'asked']);
      await pass(3600);
      expect(await questions()).toHaveLength(1);
      expect(accepted()).toEqual([]);
    });

    test('two processes ask once', async () => {
      await fire();
      await dieBeforeThePost();
      const other = createReconciliation({ ...world.deps, processId: 'other' }, { waitMs: WAIT_MS });
      for (const seconds of [60, 60, 120]) {
        world.clock.advance({ seconds });
        await Promise.all([reconciliation.look(), other.look()]);
      }
      expect(await questions()).toHaveLength(1);
    });

    test('where the schedule says so it is sent again, once; in doubt again, a person is asked', async () => {
      await fire([ANA], { onUnknown: 'resend' });
      await dieBeforeThePost();
      for (const seconds of [60, 60]) await pass(seconds);
      world.clock.advance({ seconds: 120 });
      await reconciliation.look();
      expect(await statuses()).toEqual(['queued']);
      await dieBeforeThePost();
      await passAllLooks();
      expect(await statuses()).toEqual(['uncertain']);
      expect(await questions()).toHaveLength(1);
      expect(accepted()).toEqual([]);
      expect(await notes()).toEqual(['interrupted', 'looked_for', 'resent', 'interrupted', 'looked_for', 'asked']);
    });

    test.for([
      ['by itself', 'resend'],
      ['by a person', 'hold'],
    ] as const)('queued again %s, it is not sent when the first one turns up', async ([, onUnknown]) => {
      await fire([ANA], { onUnknown });
      await dieBeforeThePost();
      for (const seconds of [60, 60, 120]) {
        world.clock.advance({ seconds });
        await reconciliation.look();
      }
      const [{ id } = { id: 0 }] = await deliveries();
      if (onUnknown === 'hold') await world.run(work => answerUncertain(work, [id], 'sim'));
      expect(await statuses()).toEqual(['queued']);
      await world.run(work =>
        applySent(work, world.instance.id, {
          ...{ kind: 'sent', id: 'LATE', chatJid: '553187654321@s.whatsapp.net', chatAltJid: null, text: 'Oi!' },
          ...{ sentAt: world.clock.now().subtract({ minutes: 4 }), type: 'conversation' },
        }),
      );
      await sender.drain();
      expect((await deliveries())[0]).toMatchObject({ status: 'sent', messageId: 'LATE' });
      expect(accepted()).toEqual([]);
    });

    test('sent again it arrives once', async () => {
      await fire([ANA], { onUnknown: 'resend' });
      await dieBeforeThePost();
      await passAllLooks();
      expect(accepted()).toEqual([ANA]);
      const [delivery] = await deliveries();
      expect(delivery).toMatchObject({ status: 'sent', attempts: 2, late: true });
      expect(await questions()).toEqual([]);
    });

    test('after its time it is not sent again, whatever the schedule says', async () => {
      await fire([ANA], { onUnknown: 'resend', sendWithinMinutes: 2 });
      await dieBeforeThePost();
      await passAllLooks();
      expect(accepted()).toEqual([]);
      expect(await questions()).toHaveLength(1);
    });

    test('its run is over when everybody has been asked about', async () => {
      await fire();
      await dieBeforeThePost();
      await pass(60);
      expect(await world.db.em.count(Occurrence, { status: 'firing' })).toBe(1);
      await pass(60);
      await pass(120);
      expect(await world.db.em.count(Occurrence, { status: 'done' })).toBe(1);
    });
  });

  test('one question for a run, when the rest of it is over', async () => {
    await fire([ANA, BIA, '+5531987654323']);
    await dieBeforeThePost();
    await dieBeforeThePost();
    for (const seconds of [60, 60, 120]) {
      world.clock.advance({ seconds });
      await reconciliation.look();
    }
    expect(await statuses()).toEqual(['uncertain', 'uncertain', 'queued']);
    expect(await questions()).toEqual([]);
    await sender.drain();
    await pass(300);
    const ids = (await deliveries()).slice(0, 2).map(({ id }) => id);
    expect(await questions()).toEqual([{ adminId: world.owner.id, deliveryIds: ids }]);
  });

  test('nobody is asked about a message that has not been looked for: the gateway may know that it left', async () => {
    await fire([ANA, BIA]);
    await dieBeforeThePost();
    await dieBeforeThePost();
    const [lost, left] = await deliveries();
    const { text } = left!;
    world.gateway.accepted.push({ id: 'LEFT', number: left!.jid, text, atMs: world.clock.now().epochMilliseconds });
    // No process was there to look for as long as it takes to decide: the first look is the last.
    await pass(300);
    expect(await statuses()).toEqual(['uncertain', 'sent']);
    expect(await questions()).toEqual([]);
    await pass(300);
    expect(await questions()).toEqual([{ adminId: world.owner.id, deliveryIds: [lost!.id] }]);
    expect(await notes()).toEqual(['interrupted', 'interrupted', 'looked_for', 'found', 'asked']);
  });

  test('a long run is not waited for longer than ten minutes', async () => {
    await fire([ANA, BIA]);
    await dieBeforeThePost();
    for (let minutes = 0; minutes < 14; minutes++) {
      world.clock.advance({ minutes: 1 });
      await reconciliation.look();
    }
    expect(await questions()).toEqual([]);
    for (let minutes = 0; minutes < 6; minutes++) {
      world.clock.advance({ minutes: 1 });
      await reconciliation.look();
    }
    expect(await statuses()).toEqual(['uncertain', 'queued']);
    expect(await questions()).toHaveLength(1);
  });

  test('a gateway that cannot be asked decides nothing until the message’s time is over; then a person is asked', async () => {
    await fire([ANA], { onUnknown: 'resend', sendWithinMinutes: 30 });
    await dieBeforeThePost();
    await world.gateway.close();
    await passAllLooks();
    expect(await statuses()).toEqual(['uncertain']);
    expect(await questions()).toEqual([]);
    for (let minutes = 0; minutes < 40; minutes += 5) await pass(300);
    expect(await questions()).toHaveLength(1);
    expect(await notes()).toEqual(['interrupted', 'search_failed', 'asked']);
  });

  test('the gateway’s own event is faster', async () => {
    await fire();
    await loseTheAnswer();
    const [left] = world.gateway.accepted;
    await world.run(work =>
      applySent(work, world.instance.id, {
        ...{ kind: 'sent', id: left!.id, chatJid: '553187654321@s.whatsapp.net', chatAltJid: null, text: 'Oi!' },
        ...{ sentAt: world.clock.now(), type: 'conversation' },
      }),
    );
    await passAllLooks();
    expect(await statuses()).toEqual(['sent']);
    expect(await questions()).toEqual([]);
  });

  test.for([
    ['the author', 'editor', ['Edu']],
    ['the owners, when the author may only look', 'viewer', ['Bia']],
  ] as const)('%s is asked', async ([, role, asked]) => {
    const stamps = { createdAt: world.clock.now(), updatedAt: world.clock.now() };
    const edu = await world.run(async work =>
      work.em.create(Admin, { name: 'Edu', phone: '+5511900000002', phoneKey: '+5511900000002', role, ...stamps }),
    );
    const id = await world.schedule('hoje às 11h', { numbers: [ANA] });
    await world.db.em.execute('update schedules set created_by_admin_id = ? where id = ?', [edu.id, id]);
    world.clock.set('2026-11-24T11:00:00-03:00');
    await fireDue(world.deps);
    await dieBeforeThePost();
    await passAllLooks();
    const [note] = await world.db.em.find(DeliveryNote, { code: 'asked' });
    expect(note!.details).toEqual({ of: asked });
  });

  test('whoever wrote /enviar is asked about it, once for all of its messages', async () => {
    const recipients = [ANA, BIA].map(phone => ({ type: 'number' as const, phone }));
    await world.run(work => sendNow(work, { recipients, content: { text: 'Promoção' } }));
    await dieBeforeThePost();
    await dieBeforeThePost();
    await passAllLooks();
    const ids = (await deliveries()).map(({ id }) => id);
    expect(await questions()).toEqual([{ adminId: world.owner.id, deliveryIds: ids }]);
  });
});
