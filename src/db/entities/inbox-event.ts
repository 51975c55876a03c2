import { defineEntity, p } from '@mikro-orm/core';
import { instant } from '../instant-type.ts';
import { id, json } from './columns.ts';
import { EvolutionConfig } from './evolution-config.ts';

export const INBOX_STATUSES = ['pending', 'done', 'ignored', 'failed'] as const;
export type InboxStatus = (typeof INBOX_STATUSES)[number];

const InboxEventSchema = defineEntity({
  name: 'InboxEvent',
  tableName: 'inbox_events',
  uniques: [{ properties: ['evolutionConfig', 'eventKey'] }], // duplicates of a webhook meet here
  indexes: [
    { properties: ['status', 'id'] },
    { properties: ['handledAt'] },
    { properties: ['evolutionConfig', 'chatKey', 'status'] }, // what is before it in its chat, and what was
  ],
  properties: {
    id: id(),
    evolutionConfig: () => p.manyToOne(EvolutionConfig).deleteRule('cascade').index(false), // several begin with it
    eventKey: p.string().length(191).nullable(), // null: applied as state (connection, groups)
    kind: p.string().length(40),
    chatKey: p.string().length(100), // events of one chat are handled in the order they came
    payload: json<Record<string, unknown>>(), // our own event, without keys and without strangers' words
    status: p.enum(INBOX_STATUSES).default('pending'),
    attempts: p.integer().default(0),
    nextAttemptAt: instant(),
    claimedBy: p.string().length(100).nullable(),
    leaseUntil: instant().nullable(),
    error: p.string().length(500).nullable(),
    receivedAt: instant(),
    handledAt: instant().nullable(),
  },
});

/** A webhook event that was stored before it was answered. */
export class InboxEvent extends InboxEventSchema.class {}
InboxEventSchema.setClass(InboxEvent);
