import { defineEntity, p } from '@mikro-orm/core';
import { instant } from '../instant-type.ts';
import { id, json, timestamps } from './columns.ts';
import { EvolutionConfig } from './evolution-config.ts';
import { Occurrence } from './occurrence.ts';
import { RECIPIENT_TYPES, Schedule } from './schedule.ts';

export const DELIVERY_STATUSES = [
  'queued',
  'waiting_connection',
  'held',
  'sending',
  'sent',
  'delivered',
  'read',
  'failed',
  'skipped',
  'uncertain',
  'cancelled',
] as const;
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];

const DeliverySchema = defineEntity({
  name: 'Delivery',
  tableName: 'deliveries',
  uniques: [{ properties: ['occurrence', 'recipientKey'] }], // one message per person or group per occurrence
  indexes: [
    // The claim, groups and people in turn; and all that asks for what is on its way, held or in doubt.
    { name: 'deliveries_claim_index', properties: ['status', 'evolutionConfig', 'toGroup', 'nextAttemptAt'] },
    { properties: ['schedule', 'createdAt'] },
    { properties: ['dueAt'] }, // logs and statistics of a period
    { properties: ['recipientKey', 'evolutionConfig'] }, // was there ever a message to this person, from this number?
    // Receipts. Without one for the instance alone: SQLite would take it for them, and read all that was ever sent.
    { properties: ['evolutionConfig', 'messageId'] },
  ],
  properties: {
    id: id(),
    occurrence: () => p.manyToOne(Occurrence).nullable().index(false), // null for /enviar; the unique one begins with it
    schedule: () => p.manyToOne(Schedule).nullable().index(false), // one with the time begins with it
    evolutionConfig: () => p.manyToOne(EvolutionConfig).index(false), // one with the message begins with it
    recipientKey: p.string().length(100), // the group's jid, or the phone key
    recipientType: p.enum(RECIPIENT_TYPES),
    recipientId: p.bigint('number').nullable(), // of the contact or group; outlives it
    recipientName: p.string().length(200), // as it was at the send
    toGroup: p.boolean().default(false), // a WhatsApp group, not a person: the two take turns
    jid: p.string().length(100), // what the gateway is given: a group's jid or bare digits
    text: p.text(), // rendered when the occurrence fired: a later edit does not change a started run
    mentionAll: p.boolean().default(false),
    status: p.enum(DELIVERY_STATUSES).default('queued'),
    reason: p.string().length(60).nullable(),
    late: p.boolean().default(false), // sent more than 60 s after dueAt
    attempts: p.integer().default(0),
    dueAt: instant(),
    nextAttemptAt: instant(), // not before
    giveUpAt: instant(), // not after: send_within_minutes, and what the daily cap cost
    cappedAt: instant().nullable(), // when the daily cap first put it off; see scheduling/cap-wait.ts
    wantedAt: instant().nullable(), // when a person sent it again, or sent it although it was late: its lateness counts from here
    claimedBy: p.string().length(100).nullable(),
    leaseUntil: instant().nullable(), // by the database's clock; expired means the worker died
    startedAt: instant().nullable(), // of the last attempt: from here on it may have arrived
    askedAt: instant().nullable(), // when a person was asked what to do about an uncertain one
    messageId: p.string().length(100).nullable(), // WhatsApp's, for receipts
    sentJid: p.string().length(100).nullable(), // the gateway's canonical form
    sentAt: instant().nullable(),
    deliveredAt: instant().nullable(),
    readAt: instant().nullable(),
    recalledAt: instant().nullable(), // deleted for everyone, as far as the gateway could
    ...timestamps(),
  },
});

/** One message of an occurrence to one chat: a log row. */
export class Delivery extends DeliverySchema.class {}
DeliverySchema.setClass(Delivery);

const DeliveryNoteSchema = defineEntity({
  name: 'DeliveryNote',
  tableName: 'delivery_notes',
  indexes: [{ properties: ['evolutionConfig', 'code', 'at'] }],
  properties: {
    id: id(),
    delivery: () => p.manyToOne(Delivery).deleteRule('cascade'),
    evolutionConfig: () => p.manyToOne(EvolutionConfig).deleteRule('cascade'),
    at: instant(),
    code: p.string().length(60),
    details: json<Record<string, unknown>>().nullable(),
  },
});

/** A decision about a message that its row does not keep: a wait, a failed attempt, a search at the gateway, an answer. */
export class DeliveryNote extends DeliveryNoteSchema.class {}
DeliveryNoteSchema.setClass(DeliveryNote);
