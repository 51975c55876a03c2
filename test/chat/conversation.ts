import { join, resolve } from 'node:path';
import { type Chat, createChat } from '../../src/chat/chat.ts';
import type { Confirm } from '../../src/chat/command.ts';
import { loadCommands } from '../../src/chat/load-commands.ts';
import { virtualClock } from '../../src/clock.ts';
import { Admin, type AdminRole, Contact, EvolutionConfig, Group, Template } from '../../src/db/entities/index.ts';
import { type Logger, silentLogger } from '../../src/logger.ts';
import { foldName } from '../../src/scheduling/names.ts';
import { createTemplates } from '../../src/templates/templates.ts';
import { parseWebhook } from '../../src/whatsapp/evolution-events.ts';
import { phoneKey } from '../../src/whatsapp/phone.ts';
import { type TestDatabase, testDatabase } from '../helpers/database.ts';
import { type FakeGateway, fakeGateway } from './fake-gateway.ts';
import { NOW, saveInstance, workDeps } from './helpers.ts';

const root = resolve(import.meta.dirname, '../..');
const folders = { commands: join(root, 'commands'), replies: join(root, 'templates/replies') };
export const commands = await loadCommands(folders);
export const sentences = createTemplates({ folder: join(root, 'templates') });

/** Who writes in these tests, all invented. */
export const OWNER = '5541990010001';
export const EDITOR = '5541990010002';
export const VIEWER = '5541990010003';
const ADMINS = [OWNER, EDITOR, VIEWER];
export const STRANGER = '5541990019999';
export const VENDAS_JID = '120363000000000021@g.us';

/** Where a message is written, and what it carries beside its words. */
export interface Written {
  from?: string;
  /** A group's JID. */
  group?: string;
  /** More of the gateway's key: LID, alternative addresses, fromMe. */
  key?: Record<string, unknown>;
  message?: Record<string, unknown>;
  id?: string;
  at?: Temporal.Instant;
}

export interface Conversation {
  database: TestDatabase;
  gateway: FakeGateway;
  chat: Chat;
  config: EvolutionConfig;
  clock: ReturnType<typeof virtualClock>;
  /** Somebody writes (the owner, unless told): over the webhook's own form, the inbox and the outbox. What the bot says to it. */
  says(text: string, written?: Written): Promise<string[]>;
  /** The same with exactly one reply. */
  asks(text: string, written?: Written): Promise<string>;
  /** Someone reacts to a message of the bot's. */
  reacts(emoji: string, targetId: string, written?: Written): Promise<string[]>;
  close(): Promise<void>;
}

/** A shop with a bot: three admins, three groups, two contacts, two templates. It is Tuesday 2026-11-24, 10:00 in São Paulo. */
export async function conversation(options: { confirm?: Confirm; selfChat?: boolean } = {}): Promise<Conversation> {
  const database = await testDatabase();
  const gateway = await fakeGateway();
  const clock = virtualClock(NOW);
  const config = await saveInstance(database.em, { pace: 'livre', isSimulator: true, state: 'open' });
  await furnish(database, config);
  const channel = gateway.channel();
  const troubles: object[] = [];
  const note = (fields: object) => void troubles.push(fields);
  const logger: Logger = { ...silentLogger, warn: note, error: note };
  const chat = createChat({
    work: workDeps(database.em, clock),
    channelFor: async () => channel,
    ...{ sentences, commands, processId: 'p1', logger },
    confirm: options.confirm ?? 'risky',
    selfChat: options.selfChat ?? true,
  });
  let written = 0;

  async function says(text: string, more: Written = {}): Promise<string[]> {
    const { from = OWNER, group, key = {}, id = `IN${++written}`, at = clock.now() } = more;
    const person = `${from}@s.whatsapp.net`;
    const where = group ? { remoteJid: group, participant: person } : { remoteJid: person };
    const body = {
      event: 'messages.upsert',
      instance: 'loja',
      data: {
        key: { fromMe: false, id, ...where, ...key },
        pushName: 'Alguém',
        message: more.message ?? { conversation: text },
        messageType: 'conversation',
        messageTimestamp: Math.floor(at.epochMilliseconds / 1000),
      },
    };
    const before = gateway.sent.length;
    const fresh = await database.em.findOneOrFail(EvolutionConfig, config.id);
    await chat.storeEvents(fresh, parseWebhook(body));
    await chat.inbox.drain();
    await chat.outbox.drain();
    // A fault of ours would otherwise only look like silence.
    if (troubles.length > 0) throw new Error('the log has troubles', { cause: troubles });
    // What the other admins are told because of it is theirs.
    const others = ADMINS.filter(admin => admin !== from);
    return gateway.sent.slice(before).flatMap(({ to, text: said }) => (others.includes(to) ? [] : said));
  }

  return {
    ...{ database, gateway, chat, config, clock, says },
    async asks(text, more) {
      const replies = await says(text, more);
      if (replies.length !== 1) throw new Error(`${replies.length} replies to “${text}”: ${replies.join(' | ')}`);
      return replies[0]!;
    },
    reacts: (emoji, targetId, more = {}) =>
      says('', { ...more, message: { reactionMessage: { key: { id: targetId, fromMe: true }, text: emoji } } }),
    async close() {
      await chat.inbox.stop({ timeoutMs: 2_000 });
      await chat.outbox.stop({ timeoutMs: 2_000 });
      await gateway.close();
      await database.close();
    },
  };
}

async function furnish(database: TestDatabase, config: EvolutionConfig): Promise<void> {
  const em = database.em;
  const at = Temporal.Instant.from(NOW);
  const stamps = { createdAt: at, updatedAt: at };
  const admins: [string, string, AdminRole][] = [
    ['Olga', OWNER, 'owner'],
    ['Edu', EDITOR, 'editor'],
    ['Vera', VIEWER, 'viewer'],
  ];
  for (const [name, digits, role] of admins) {
    em.create(Admin, { name, phone: `+${digits}`, phoneKey: phoneKey(digits), role, ...stamps });
  }
  const evolutionConfig = em.getReference(EvolutionConfig, config.id);
  const groups: [string, string][] = [
    ['Vendas', VENDAS_JID],
    ['Suporte', '120363000000000022@g.us'],
    ['Feira Sul', '120363000000000023@g.us'],
    ['Feira Norte', '120363000000000024@g.us'],
  ];
  for (const [name, jid] of groups) {
    const more = { kind: 'whatsapp' as const, aliases: [], membersCount: 12, canSend: true };
    em.create(Group, { name, nameKey: foldName(name), jid, evolutionConfig, ...more, ...stamps });
  }
  for (const [name, phone] of [
    ['Ana Lima', '+5541991110001'],
    ['Bruno Reis', '+5541991110002'],
  ] as const) {
    em.create(Contact, { name, nameKey: foldName(name), phone, phoneKey: phoneKey(phone), variables: {}, ...stamps });
  }
  for (const [name, body] of [
    ['bomdia', '{{saudacao}}, pessoal! Boas vendas hoje.'],
    ['cobranca', 'Olá, {{primeiro_nome}}: faltam R$ {{valor}}.'],
  ] as const) {
    em.create(Template, { name, nameKey: name, body, ...stamps });
  }
  await em.flush();
}
