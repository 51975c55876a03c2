/** What a WhatsApp message holds, from the many shapes that its protocol has for words. */
import { type Content, contentSchema, contextSchema } from './evolution-content-schema.ts';
import { optionalJid } from './evolution-values.ts';
import type { ContactCard, MediaKind } from './gateway-events.ts';
import { readContactCard } from './vcard.ts';

/** Envelopes that hide the real message in `.message`: vanishing, view-once, sent from another device of ours, of an album, … */
const WRAPPERS = [
  'ephemeralMessage',
  'viewOnceMessage',
  'viewOnceMessageV2',
  'viewOnceMessageV2Extension',
  'documentWithCaptionMessage',
  'deviceSentMessage',
  'groupMentionedMessage',
  'associatedChildMessage',
  'lottieStickerMessage',
];
const MAX_WRAPPERS = 5;

export interface MessageContent {
  readonly text: string | null;
  readonly quotedId: string | null;
  readonly quotedText: string | null;
  readonly reaction: { readonly targetId: string; readonly emoji: string | null } | null;
  readonly mentions: readonly string[];
  readonly media: MediaKind | null;
  /** Only where there is one: no row that was stored earlier has it. */
  readonly quotedMedia?: MediaKind;
  readonly contactCards: readonly ContactCard[];
}

/**
 * Reads a `message`, which may be absent or of a kind that nobody knows: then all is null and empty.
 *
 * @param topContext the item's own `contextInfo`, where newer gateways put the quote and the mentions
 */
export function readContent(message: unknown, topContext?: unknown): MessageContent {
  const content = contentSchema.safeParse(unwrap(message)).data;
  const contexts = [contextSchema.parse(topContext), ...(content ? contextsOf(content) : [])].filter(c => c != null);
  const quote = contexts.find(context => context.stanzaId);
  const quoted = quote ? contentSchema.safeParse(unwrap(quote.quotedMessage)).data : undefined;
  const quotedMedia = quoted ? mediaOf(quoted) : null;
  return {
    text: content ? textOf(content) : null,
    quotedId: quote?.stanzaId ?? null,
    // A quote inside the quote is of no interest, so nothing here follows quotes deeper than one.
    quotedText: quoted ? textOf(quoted) : null,
    reaction: content?.reactionMessage
      ? { targetId: content.reactionMessage.key.id, emoji: content.reactionMessage.text || null }
      : null,
    mentions: mentionsIn(contexts.flatMap(context => context.mentionedJid ?? [])),
    media: content ? mediaOf(content) : null,
    ...(quotedMedia ? { quotedMedia } : {}),
    contactCards: content ? cardsOf(content) : [],
  };
}

function unwrap(message: unknown): unknown {
  let inner = message;
  for (let depth = 0; depth < MAX_WRAPPERS; depth += 1) {
    if (typeof inner !== 'object' || inner === null) return inner;
    const wrapper = WRAPPERS.map(name => (inner as Record<string, unknown>)[name]).find(value => value != null);
    if (typeof wrapper !== 'object' || wrapper === null || !('message' in wrapper)) return inner;
    inner = wrapper.message;
  }
  return inner;
}

function textOf(content: Content): string | null {
  const words = [
    content.conversation,
    content.extendedTextMessage?.text,
    content.imageMessage?.caption,
    content.videoMessage?.caption,
    content.documentMessage?.caption,
    content.buttonsResponseMessage?.selectedDisplayText,
    content.buttonsResponseMessage?.selectedButtonId,
    content.templateButtonReplyMessage?.selectedDisplayText,
    content.templateButtonReplyMessage?.selectedId,
    content.interactiveResponseMessage?.body?.text,
    content.listResponseMessage?.title,
  ];
  return words.find(text => text) ?? null;
}

function mediaOf(content: Content): MediaKind | null {
  if (content.imageMessage) return 'image';
  if (content.videoMessage || content.ptvMessage) return 'video';
  if (content.audioMessage) return content.audioMessage.ptt ? 'voice' : 'audio';
  if (content.documentMessage) return 'document';
  return content.stickerMessage ? 'sticker' : null;
}

function cardsOf(content: Content): ContactCard[] {
  const cards = content.contactMessage ? [content.contactMessage] : (content.contactsArrayMessage?.contacts ?? []);
  return cards.map(({ displayName, vcard }) => readContactCard(displayName, vcard));
}

function contextsOf(content: Content) {
  return Object.values(content)
    .map(value => (value && typeof value === 'object' && 'contextInfo' in value ? value.contextInfo : null))
    .concat(content.contextInfo);
}

function mentionsIn(jids: readonly string[]): string[] {
  const canonical = jids.map(jid => optionalJid.parse(jid)).filter(jid => jid !== null);
  return [...new Set(canonical)];
}
