import { until } from '../../helpers/server-process.ts';
import type { Shop } from './shop.ts';

/** Somebody who writes to the bot. */
export interface Person {
  name: string;
  /** Digits with the country code. */
  phone: string;
}

export interface SaidMore {
  /** The group it is written in. */
  group?: { jid: string; name: string };
  /** The bot's message, of those in her chat and counted from the last (1), that it quotes or reacts to. */
  to?: number;
  /** WhatsApp's id: the same one again is a duplicate. */
  id?: string;
  minutesAgo?: number;
  /** Written so long before now, and overtaken by what came since. */
  secondsAgo?: number;
}

/** Long enough for receipts to come before the answer to their own send. */
const ANSWER_LATENCY_MS = 500;

/** What is said of a test message and the message itself leave by two lanes: here the words come first. */
const TEST_MARK = '🧪';

/** Seconds are those of the machine that runs the test. */
const withoutSeconds = (text: string) =>
  text
    .replace(/(?<=\d\d:\d\d):\d\d\b/g, ':••')
    .replace(/\b\d+ s\b/g, '•• s')
    .replace(/(?<=mais atrasado, )\d+/g, '••');
const ageOf = ({ minutesAgo = 0, secondsAgo = 0 }: SaidMore) => ({ minutes: minutesAgo, seconds: secondsAgo });
const indented = (text: string) => text.replace(/\n(?=.)/g, '\n      ');

/**
 * Plays people who write to a shop's bot, and notes who said what, what the bot answered and what arrived where.
 *
 * @param names what phones (digits) and groups (jids) are called in the transcript
 */
export function createTranscript(shop: Shop, names: ReadonlyMap<string, string>) {
  const { gateway } = shop;
  const lines: string[] = [];
  let heard = { messages: 0, reactions: 0 };
  let said = 0;

  const nameOf = (number: string) => names.get(number) ?? number;

  /** Notes what the bot did since the last time. Replies and sends have lanes of their own, so their order is made ours. */
  function listen(asker: string | null): void {
    const messages = gateway.accepted.slice(heard.messages);
    const reactions = gateway.reactions.slice(heard.reactions);
    heard = { messages: gateway.accepted.length, reactions: gateway.reactions.length };
    for (const { emoji } of reactions) lines.push(`  (reage com ${emoji})`);
    const rank = ({ number, text }: { number: string; text: string }) =>
      `${nameOf(number) === asker ? '' : nameOf(number)} ${text.startsWith(TEST_MARK) ? 0 : 1}`;
    for (const message of messages.sort((a, b) => (rank(a) < rank(b) ? -1 : rank(a) > rank(b) ? 1 : 0)))
      lines.push(`  → ${nameOf(message.number)}: ${indented(withoutSeconds(message.text))}`);
    if (asker !== null && messages.length + reactions.length === 0) lines.push('  (sem resposta)');
    lines.push('');
  }

  async function write(person: Person, message: object, note: string, more: SaidMore): Promise<void> {
    const key = more.group
      ? { remoteJid: more.group.jid, participant: `${person.phone}@s.whatsapp.net` }
      : { remoteJid: `${person.phone}@s.whatsapp.net` };
    const status = await gateway.deliver('messages.upsert', {
      key: { ...key, fromMe: false, id: more.id ?? `DIA${said}` },
      pushName: person.name,
      message,
      messageType: Object.keys(message)[0],
      messageTimestamp: Math.floor(shop.now().subtract(ageOf(more)).epochMilliseconds / 1000),
      source: 'android',
    });
    if (status !== 200) throw new Error(`the webhook answered ${status} to: ${note}`);
    said++;
    const place = more.group ? `, no grupo ${more.group.name}` : '';
    const order = more.secondsAgo ? '   (escrita antes, chegou só agora)' : '';
    lines.push(`${person.name}${place}: ${note}${order}`);
    await shop.settle();
    listen(person.name);
  }

  const earlier = (person: Person, nth: number) => {
    const message = gateway.accepted.filter(({ number }) => number === person.phone).at(-nth);
    if (!message) throw new Error(`the bot said less than ${nth} things to ${person.name}`);
    return message;
  };

  return {
    /** How many messages people wrote. */
    count: () => said,
    text: () =>
      `${lines
        .join('\n')
        .replace(/\n{3,}/g, '\n\n')
        .trim()}\n`,
    scene: (title: string) => void lines.push(`── ${title} ──`, ''),
    says(person: Person, text: string, more: SaidMore = {}): Promise<void> {
      if (more.to === undefined) return write(person, { conversation: text }, text, more);
      const { id, text: quoted } = earlier(person, more.to);
      const contextInfo = { stanzaId: id, quotedMessage: { conversation: quoted } };
      const note = `${text}   (citando: “${quoted.split('\n')[0]}”)`;
      return write(person, { extendedTextMessage: { text, contextInfo } }, note, more);
    },
    reacts(person: Person, emoji: string, nth = 1): Promise<void> {
      const { id, text: about } = earlier(person, nth);
      const note = `(reage com ${emoji} a “${about.split('\n')[0]}”)`;
      return write(person, { reactionMessage: { key: { id }, text: emoji } }, note, {});
    },
    sharesCard(person: Person, name: string, phone: string): Promise<void> {
      const vcard = `BEGIN:VCARD\nFN:${name}\nTEL;waid=${phone}:+${phone}\nEND:VCARD`;
      return write(person, { contactMessage: { displayName: name, vcard } }, `(envia o cartão de ${name})`, {});
    },
    /** Something that the gateway tells of itself. */
    async happens(note: string, event: string, data: unknown): Promise<void> {
      await gateway.deliver(event, data);
      lines.push(`(${note})`);
      await shop.settle();
      listen(null);
    },
    /** Waits for a message that nobody asks for at that moment. */
    async arrives(note: string, text: string): Promise<void> {
      const from = heard.messages;
      await until(() => gateway.accepted.slice(from).some(one => one.text.includes(text)), 20_000, text);
      await shop.settle();
      lines.push(`(${note})`);
      listen(null);
    },
    /** Of what is sent to others than this person from now on, it is told that it was read before anything else. */
    readFirst(person: Person): void {
      const tell = async (message: { number: string; text: string }) => {
        const { id } = gateway.accepted.findLast(one => one.number === message.number && one.text === message.text)!;
        for (const status of ['READ', 'DELIVERY_ACK'])
          await gateway.deliver('messages.update', { keyId: id, status, fromMe: true });
      };
      gateway.emitSent = false;
      gateway.behave = message => {
        if (message.number === person.phone) return { kind: 'accept' };
        setImmediate(() => void tell(message));
        return { kind: 'accept', latencyMs: ANSWER_LATENCY_MS };
      };
    },
    /** The gateway tells things in their order again. */
    inOrder(): void {
      gateway.emitSent = true;
      gateway.behave = () => ({ kind: 'accept' });
    },
  };
}

export type Transcript = ReturnType<typeof createTranscript>;
