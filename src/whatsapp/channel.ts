/**
 * What sending needs from a gateway, for one instance (one WhatsApp number). Another gateway is one more file
 * that implements this; nothing outside this folder knows which one answers.
 *
 * Every method throws `SendError`. For the sends, `outcome` says whether the message may have left; everything
 * else here can safely be asked again, so its failures are `refused` or `not_sent`.
 */
import type { GatewayGroup } from './gateway-events.ts';

/** Points at a message: to quote it or to react to it. */
export interface MessageRef {
  readonly messageId: string;
  readonly chatJid: string;
  readonly fromMe: boolean;
  /** The author, needed in groups. */
  readonly authorJid?: string;
}

export interface TextMessage {
  /** A JID (group, person, LID) or a phone (E.164 or digits with the country code). */
  readonly to: string;
  readonly text: string;
  /** Notifies every member of the group. */
  readonly mentionAll?: boolean;
  readonly quoted?: MessageRef;
}

/** Accepted by the gateway; whether it arrives is told by receipts. */
export interface SentMessage {
  readonly messageId: string;
  /** The chat's canonical address, which may lack the ninth digit that was asked for. Keep it with the id. */
  readonly jid: string;
  /** By the gateway's clock, whole seconds; null when it does not say. Not for lateness: use our own clock. */
  readonly sentAt: Temporal.Instant | null;
}

export interface InstanceInfo {
  readonly state: ConnectionState;
  /** The bot's own address; null before its first pairing. */
  readonly ownJid: string | null;
}

export type ConnectionState = 'open' | 'connecting' | 'close';

/** How to pair. All null while the gateway is still making the QR code: ask again in a few seconds. */
export interface Pairing {
  readonly state: ConnectionState;
  /** The text inside the QR code. */
  readonly qrText: string | null;
  /** The QR code as a PNG `data:` URL. */
  readonly qrImage: string | null;
  /** Eight characters to type on the phone instead; only when a number was given. */
  readonly pairingCode: string | null;
}

export interface NumberCheck {
  /** As it was asked about. */
  readonly number: string;
  /** Null: the gateway did not answer for this one. */
  readonly exists: boolean | null;
  readonly jid: string | null;
}

export interface SentSearch {
  /** Every address that the chat may be stored under: with and without the ninth digit, and its LID. */
  readonly chatJids: readonly string[];
  readonly text: string;
  readonly from: Temporal.Instant;
  readonly until: Temporal.Instant;
}

export interface WebhookSettings {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface RegisteredWebhook extends WebhookSettings {
  readonly enabled: boolean;
  /** The gateway's own event names. */
  readonly events: readonly string[];
}

export interface Channel {
  sendText(message: TextMessage): Promise<SentMessage>;
  /** Puts one emoji on a message, or takes ours off (`null`). */
  sendReaction(target: MessageRef, emoji: string | null): Promise<SentMessage>;
  /**
   * Deletes a message of ours for everybody in its chat. Success means that WhatsApp was asked, as with a send; its age
   * limit (about two days) is not told by a refusal. Asking twice does no harm.
   */
  deleteMessage(target: MessageRef): Promise<void>;
  /** Messages of ours with exactly this text in this window, oldest first: did a send with no answer leave after all? */
  findSentMessages(search: SentSearch): Promise<SentMessage[]>;

  /** Whether the number is connected right now. */
  connectionState(): Promise<ConnectionState>;
  instanceInfo(): Promise<InstanceInfo>;
  /** Starts pairing, or returns the QR code of a pairing that goes on. `phone` asks for a code to type instead. */
  connect(phone?: string): Promise<Pairing>;

  /** All groups of the number with their members. Slow (minutes for hundreds of groups): for background work. */
  fetchGroups(): Promise<GatewayGroup[]>;
  /** Null when the group is unknown, or the bot is not in it. */
  fetchGroup(jid: string): Promise<GatewayGroup | null>;
  /** In the order asked. Asking about many numbers at once gets a number banned: ask about few. */
  checkNumbers(numbers: readonly string[]): Promise<NumberCheck[]>;

  /** Null when none was ever set. */
  findWebhook(): Promise<RegisteredWebhook | null>;
  /** Subscribes to what the inbox handles; replaces whatever was set. */
  setWebhook(settings: WebhookSettings): Promise<void>;
}
