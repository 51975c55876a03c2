/** What a gateway tells us, in our own words. Addresses are canonical JIDs (see jid.ts); phones are E.164. */

export type MediaKind = 'image' | 'video' | 'audio' | 'voice' | 'document' | 'sticker';

/** A contact that someone shared. Phones are E.164, in the card's order; one that cannot be read is left out. */
export interface ContactCard {
  readonly name: string | null;
  readonly phones: readonly string[];
}

/** A message in a chat, by another person or typed by the owner on the bot's own phone (`fromMe`). */
export interface IncomingMessage {
  readonly kind: 'message';
  readonly id: string;
  readonly chatJid: string;
  /** The chat's other address (phone for LID, LID for phone) when the gateway knows it. */
  readonly chatAltJid: string | null;
  readonly fromMe: boolean;
  /** Null where the gateway does not say: our own private messages, and group messages of its simulation channel. */
  readonly authorJid: string | null;
  readonly authorAltJid: string | null;
  readonly isGroup: boolean;
  /** What was typed, captioned or chosen from buttons; null where there are no words. */
  readonly text: string | null;
  readonly quotedId: string | null;
  readonly quotedText: string | null;
  /** `emoji` is null when the reaction was taken back. */
  readonly reaction: { readonly targetId: string; readonly emoji: string | null } | null;
  readonly mentions: readonly string[];
  readonly media: MediaKind | null;
  /** What the message that it quotes carries. */
  readonly quotedMedia?: MediaKind;
  readonly contactCards: readonly ContactCard[];
  /** By WhatsApp's clock, whole seconds. After an outage old messages come with their old times. */
  readonly sentAt: Temporal.Instant;
  /** The name that the author gave herself. */
  readonly pushName: string | null;
  /** The gateway's name of the content's type, for logs. */
  readonly type: string;
}

/** A message that left through the gateway's API: proof of a send whose HTTP answer was lost. */
export interface SentEvent {
  readonly kind: 'sent';
  readonly id: string;
  readonly chatJid: string;
  readonly chatAltJid: string | null;
  readonly text: string | null;
  readonly sentAt: Temporal.Instant;
  readonly type: string;
}

export type ReceiptStatus = 'error' | 'pending' | 'server_ack' | 'delivery_ack' | 'read' | 'played';

/** News about one message. Match on `messageId` alone; `fromMe: false` only says that another device of ours read something. */
export interface ReceiptEvent {
  readonly kind: 'receipt';
  readonly messageId: string;
  readonly status: ReceiptStatus;
  readonly fromMe: boolean;
}

/** `close` needs a new pairing; a short drop shows as `connecting`, then `open`. `refused`: nobody scanned the QR code. */
export interface ConnectionEvent {
  readonly kind: 'connection';
  readonly state: 'open' | 'connecting' | 'close' | 'refused';
  /** WhatsApp's code: 200, 401 (logged out), 403 (banned), … */
  readonly statusReason: number | null;
  readonly ownJid: string | null;
}

export interface Participant {
  readonly jid: string;
  readonly phone: string | null;
  readonly lid: string | null;
  readonly admin: 'admin' | 'superadmin' | null;
}

export interface GatewayGroup {
  readonly jid: string;
  readonly subject: string;
  readonly participants: readonly Participant[];
  /** True: only the group's admins may write. Null: the gateway did not say. */
  readonly announce: boolean | null;
}

/** Groups that are new to the bot or were read anew, whole. */
export interface GroupsEvent {
  readonly kind: 'groups';
  readonly groups: readonly GatewayGroup[];
}

export interface ParticipantsEvent {
  readonly kind: 'participants';
  readonly groupJid: string;
  readonly action: 'add' | 'remove' | 'promote' | 'demote' | 'modify';
  readonly participants: readonly Participant[];
}

export type GatewayEvent =
  | IncomingMessage
  | SentEvent
  | ReceiptEvent
  | ConnectionEvent
  | GroupsEvent
  | ParticipantsEvent;
