/** What every channel must do, whichever gateway is behind it. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Channel } from '../../src/whatsapp/channel.ts';

/** A gateway that is running and connected, and who can be written to through it. */
export interface ChannelUnderTest {
  readonly channel: Channel;
  readonly ownJid: string;
  /** A person's phone, E.164 with the ninth digit. */
  readonly phone: string;
  /** A person whose account is from before the ninth digit: what she is asked for by, and her account's address. */
  readonly oldAccount: { readonly phone: string; readonly jid: string };
  readonly phoneWithoutWhatsApp: string;
  readonly group: { readonly jid: string; readonly subject: string };
  readonly unknownGroupJid: string;
  stop(): Promise<void>;
}

export function channelContract(name: string, start: () => Promise<ChannelUnderTest>): void {
  describe(`${name} as a channel`, () => {
    let on: ChannelUnderTest;
    beforeAll(async () => {
      on = await start();
    });
    afterAll(() => on.stop());

    test('is connected, and knows its own address', async () => {
      expect(await on.channel.connectionState()).toBe('open');
      expect(await on.channel.instanceInfo()).toEqual({ state: 'open', ownJid: on.ownJid });
      expect(await on.channel.connect()).toMatchObject({ state: 'open', qrText: null });
    });

    test('sends to a person and to a group, each message with an id of its own', async () => {
      const first = await on.channel.sendText({ to: on.phone, text: 'Bom dia!' });
      const second = await on.channel.sendText({ to: on.group.jid, text: 'Bom dia!', mentionAll: true });
      expect(first.jid).toBe(`${on.phone.slice(1)}@s.whatsapp.net`);
      expect(second.jid).toBe(on.group.jid);
      expect(first.messageId).not.toBe(second.messageId);
    });

    test('finds an account from before the ninth digit', async () => {
      const sent = await on.channel.sendText({ to: on.oldAccount.phone, text: 'Bom dia!' });
      expect(sent.jid).toBe(on.oldAccount.jid);
    });

    test('refuses who is not on WhatsApp and a group that does not exist', async () => {
      const refused = { outcome: 'refused', retryable: false };
      const toNobody = on.channel.sendText({ to: on.phoneWithoutWhatsApp, text: 'Bom dia!' });
      await expect(toNobody).rejects.toMatchObject({ code: 'not_on_whatsapp', ...refused });
      const toNoGroup = on.channel.sendText({ to: on.unknownGroupJid, text: 'Bom dia!' });
      await expect(toNoGroup).rejects.toMatchObject({ code: 'group_unknown', ...refused });
    });

    test('deletes for everybody what it sent, as often as it is asked', async () => {
      const { messageId, jid } = await on.channel.sendText({ to: on.phone, text: 'Foi engano' });
      const target = { messageId, chatJid: jid, fromMe: true };
      await on.channel.deleteMessage(target);
      await on.channel.deleteMessage(target);
    });

    test('quotes and reacts', async () => {
      const { messageId, jid } = await on.channel.sendText({ to: on.phone, text: 'Confirma?' });
      const target = { messageId, chatJid: jid, fromMe: true };
      expect((await on.channel.sendText({ to: jid, text: 'E agora?', quoted: target })).messageId).not.toBe(messageId);
      expect((await on.channel.sendReaction(target, '✅')).jid).toBe(jid);
    });

    test('finds what it sent, by exact text and time', async () => {
      const text = `Lembrete ${crypto.randomUUID()}`;
      const sent = await on.channel.sendText({ to: on.phone, text });
      const window = { from: sent.sentAt!.subtract({ seconds: 5 }), until: sent.sentAt!.add({ seconds: 5 }) };
      const search = { chatJids: [sent.jid], text, ...window };
      const ids = async (more: object) =>
        (await on.channel.findSentMessages({ ...search, ...more })).map(found => found.messageId);
      expect(await ids({})).toEqual([sent.messageId]);
      expect(await ids({ text: text.slice(0, -1) })).toEqual([]);
      expect(await ids({ until: window.from })).toEqual([]);
      expect(await ids({ chatJids: [on.group.jid] })).toEqual([]);
    });

    test('knows its groups and their members', async () => {
      const group = (await on.channel.fetchGroups()).find(({ jid }) => jid === on.group.jid);
      expect(group).toMatchObject(on.group);
      expect(group!.participants.length).toBeGreaterThan(1);
      expect(await on.channel.fetchGroup(on.group.jid)).toMatchObject(on.group);
      expect(await on.channel.fetchGroup(on.unknownGroupJid)).toBeNull();
    });

    test('says who is on WhatsApp', async () => {
      const checks = await on.channel.checkNumbers([on.phoneWithoutWhatsApp, on.oldAccount.phone]);
      expect(checks).toEqual([
        { number: on.phoneWithoutWhatsApp, exists: false, jid: null },
        { number: on.oldAccount.phone, exists: true, jid: on.oldAccount.jid },
      ]);
    });

    test('keeps one webhook', async () => {
      const settings = { url: 'http://127.0.0.1:9/webhooks/evolution', headers: { 'x-webhook-secret': 's' } };
      expect(await on.channel.findWebhook()).toBeNull();
      await on.channel.setWebhook(settings);
      expect(await on.channel.findWebhook()).toMatchObject({ enabled: true, ...settings });
    });
  });
}
