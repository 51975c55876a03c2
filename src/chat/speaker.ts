import { Admin, type EvolutionConfig } from '../db/entities/index.ts';
import type { Em } from '../db/orm.ts';
import type { Actor } from '../scheduling/work.ts';
import type { IncomingMessage } from '../whatsapp/gateway-events.ts';
import { authorIdentity, type Identity, isSelfChat } from '../whatsapp/identity.ts';
import { phoneKeyOfJid } from '../whatsapp/jid.ts';
import { numberForGateway } from '../whatsapp/phone.ts';

/** Somebody who may command, as known from one message. */
export interface Speaker {
  readonly actor: Actor;
  /** What her pending question in this chat is kept under. */
  readonly askedKey: string;
  /** Where she is answered: in private, also when she wrote in a group. */
  readonly replyTo: string;
  /** Her row; null for the holder of the bot's phone who has none. */
  readonly admin: Admin | null;
}

type Bot = Pick<EvolutionConfig, 'id' | 'ownJid' | 'ownLid'>;

/**
 * Who wrote this and may command: an admin, known by phone (with or without the ninth digit) or by LID, or the owner
 * writing to herself on the phone of the bot's own number. Null for everybody else, and for what the owner writes to
 * others on that phone.
 */
export async function findSpeaker(
  em: Em,
  bot: Bot,
  message: IncomingMessage,
  options: { selfChat: boolean },
): Promise<Speaker | null> {
  if (message.fromMe) return options.selfChat ? ownerInSelfChat(em, bot, message) : null;
  const admin = await findAdmin(em, authorIdentity(message));
  if (!admin) return null;
  return {
    admin,
    actor: { type: 'admin', id: admin.id, name: admin.name, role: admin.role, source: 'chat' },
    askedKey: adminKey(admin.id, bot.id),
    replyTo: message.isGroup ? numberForGateway(admin.phone) : message.chatJid,
  };
}

const adminKey = (adminId: number, botId: number) => `admin:${adminId}:${botId}`;
const selfKey = (botId: number) => `self:${botId}`;

/** Where an admin is spoken to without having written, and what her answer will be known by: as if she had written in private. */
export function addressOf(admin: Admin, bot: Bot): Pick<Speaker, 'askedKey' | 'replyTo'> {
  const isHerself = bot.ownJid != null && phoneKeyOfJid(bot.ownJid) === admin.phoneKey;
  return {
    askedKey: isHerself ? selfKey(bot.id) : adminKey(admin.id, bot.id),
    replyTo: numberForGateway(admin.phone),
  };
}

/** The admin with one of these phones, else the one with this LID. */
export async function findAdmin(em: Em, { phones, lid }: Identity): Promise<Admin | null> {
  const byPhone = phones.length > 0 ? await em.findOne(Admin, { phoneKey: { $in: [...phones] } }) : null;
  return byPhone ?? (lid === null ? null : em.findOne(Admin, { lid }));
}

async function ownerInSelfChat(em: Em, bot: Bot, message: IncomingMessage): Promise<Speaker | null> {
  if (!bot.ownJid || !isSelfChat(message, bot.ownJid, bot.ownLid ?? null)) return null;
  const phone = phoneKeyOfJid(bot.ownJid);
  const admin = phone === null ? null : await em.findOne(Admin, { phoneKey: phone });
  return {
    admin,
    // Whoever holds the phone of the number can do anything with it: an owner, whatever her row says.
    actor: { type: 'admin', id: admin?.id ?? null, name: admin?.name ?? 'Dono', role: 'owner', source: 'chat' },
    askedKey: selfKey(bot.id),
    replyTo: message.chatJid,
  };
}

/** Some messages carry both ids and later ones only the LID, so it is kept from the first that has both. */
export async function learnLid(em: Em, admin: Admin, message: IncomingMessage): Promise<void> {
  const { phones, lid } = authorIdentity(message);
  if (lid === null || admin.lid === lid || !phones.includes(admin.phoneKey)) return;
  const isTaken = (await em.count(Admin, { lid })) > 0;
  if (!isTaken) admin.lid = lid;
}
