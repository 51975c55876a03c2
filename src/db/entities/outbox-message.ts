import { defineEntity, p } from '@mikro-orm/core';
import { instant } from '../instant-type.ts';
import { id } from './columns.ts';
import { EvolutionConfig } from './evolution-config.ts';
import { InboxEvent } from './inbox-event.ts';

export const OUTBOX_KINDS = ['reply', 'question', 'notice', 'reaction'] as const;
export type OutboxKind = (typeof OUTBOX_KINDS)[number];

const OutboxMessageSchema = defineEntity({
  name: 'OutboxMessage',
  tableName: 'outbox_messages',
  indexes: [
    { properties: ['status', 'nextAttemptAt'] },
    { properties: ['evolutionConfig', 'chatJid', 'status'] }, // what is before it in its chat
    { properties: ['evolutionConfig', 'messageId'] },
  ],
  properties: {
    id: id(),
    evolutionConfig: () => p.manyToOne(EvolutionConfig).deleteRule('cascade').index(false), // two begin with it
    inboxEvent: () => p.manyToOne(InboxEvent).nullable().deleteRule('set null'), // what it answers
    kind: p.enum(OUTBOX_KINDS),
    chatJid: p.string().length(100),
    text: p.text(), // for a reaction: the emoji
    targetMessageId: p.string().length(100).nullable(), // reactions
    targetParticipant: p.string().length(100).nullable(), // reactions in groups
    status: p.enum(['queued', 'sending', 'sent', 'failed'] as const).default('queued'),
    attempts: p.integer().default(0),
    nextAttemptAt: instant(),
    claimedBy: p.string().length(100).nullable(),
    leaseUntil: instant().nullable(),
    startedAt: instant().nullable(), // of the attempt that may have arrived: looked for before it is repeated
    messageId: p.string().length(100).nullable(), // a receipt, and a reaction or quote of a question, name it
    error: p.string().length(200).nullable(),
    createdAt: instant(),
    sentAt: instant().nullable(),
  },
});

/** Something the bot says: written in the transaction that made it true, sent after the commit. */
export class OutboxMessage extends OutboxMessageSchema.class {}
OutboxMessageSchema.setClass(OutboxMessage);
