import { defineEntity, p } from '@mikro-orm/core';
import { instant } from '../instant-type.ts';
import { editVersion, id, json, timestamps } from './columns.ts';

export const CONNECTION_STATES = ['open', 'connecting', 'close', 'restricted', 'unknown'] as const;
export type ConnectionState = (typeof CONNECTION_STATES)[number];
export const PACES = ['normal', 'conservador', 'livre', 'custom'] as const;
export type PaceName = (typeof PACES)[number];
/** What the gateway has as our webhook: ours, none yet, or somebody else's, which we leave alone. */
export type WebhookState = { state: 'registered' | 'missing' | 'foreign'; url: string | null };

const EvolutionConfigSchema = defineEntity({
  name: 'EvolutionConfig',
  tableName: 'evolution_configs',
  uniques: [{ properties: ['baseUrl', 'instanceName'] }], // one row per WhatsApp number
  properties: {
    id: id(),
    name: p.string().length(200),
    baseUrl: p.string().length(400),
    instanceName: p.string().length(200),
    apiKeyEncrypted: p.string().length(1000), // AES-256-GCM under SECRET_KEY
    isDefault: p.boolean().default(false), // exactly one, kept by the verbs
    isSimulator: p.boolean().default(false),
    state: p.enum(CONNECTION_STATES).default('unknown'),
    stateAt: instant().nullable(), // since when it is open, or is not; null: never asked
    restrictedAt: instant().nullable(), // since when WhatsApp refuses first contacts; outlives a lost connection
    restrictedUntil: instant().nullable(), // when one of them is tried again
    ownJid: p.string().length(100).nullable(), // the bot's own number, for the self chat
    ownLid: p.string().length(100).nullable(),
    pausedAt: instant().nullable(),
    pauseReason: p.string().length(500).nullable(),
    resumeAt: instant().nullable(), // of a pause that ends by itself; null: a person has to
    failuresInRow: p.integer().default(0), // of one class, with no success in between
    failingCode: p.string().length(60).nullable(),
    failingSince: instant().nullable(),
    troubleToldAt: instant().nullable(), // when the admins were told that it is not open; null again once it is
    pace: p.enum(PACES).default('normal'),
    minGapMs: p.integer().nullable(), // custom pace only
    maxGapMs: p.integer().nullable(),
    dailyCap: p.integer().nullable(),
    concurrency: p.integer().default(1),
    quietHours: json<{ from: string; to: string }>().nullable(), // local "HH:MM", in the schedule's zone
    webhook: json<WebhookState>().nullable(),
    webhookSecretHash: p.string().length(64).nullable().unique(), // SHA-256: which instance a delivery is from
    previousSecretHash: p.string().length(64).nullable(),
    previousSecretUntil: instant().nullable(), // a 401 loses the event for good, so the old secret lives an hour more
    nextSlotAt: instant().nullable(), // when the pace allows the next send; taken under a row lock by every worker
    sentOn: p.string().length(10).nullable(), // local date that `sentToday` counts
    sentToday: p.integer().default(0),
    sentSinceRest: p.integer().default(0), // the pace rests after a run of messages
    reviewAt: instant().nullable(), // an outage or a silence is over by then: what it made late is looked at before anything leaves
    groupTurn: p.boolean().default(true), // whose turn is next where groups and people both wait
    ...timestamps(),
    version: editVersion(),
  },
});

/** An instance: one WhatsApp number at the gateway. */
export class EvolutionConfig extends EvolutionConfigSchema.class {}
EvolutionConfigSchema.setClass(EvolutionConfig);
