import { defineEntity, p } from '@mikro-orm/core';
import { instant } from '../instant-type.ts';
import { id, json } from './columns.ts';
import { Schedule } from './schedule.ts';

export const OCCURRENCE_STATUSES = ['planned', 'firing', 'done', 'skipped', 'missed', 'cancelled'] as const;
export type OccurrenceStatus = (typeof OCCURRENCE_STATUSES)[number];

/**
 * What a run of many chats was when it started, until all of its deliveries are made: they are made a part at a time, and
 * a crash between two parts must not change what it says, nor to whom.
 */
export interface UnmadeRun {
  evolutionConfig: number;
  timezone: string;
  content: { body: string; variables: Record<string, string> };
  mentionAll: boolean;
  sendWithinMinutes: number;
  recipients: ({ type: 'group' | 'contact'; id: number } | { type: 'number'; phone: string })[];
}

const OccurrenceSchema = defineEntity({
  name: 'Occurrence',
  tableName: 'occurrences',
  uniques: [{ properties: ['schedule', 'plannedAt'] }], // an instant of a schedule exists once, whoever plans it
  indexes: [{ properties: ['status', 'dueAt'] }, { properties: ['schedule', 'status'] }],
  properties: {
    id: id(),
    schedule: () => p.manyToOne(Schedule),
    plannedAt: instant(), // its identity
    dueAt: instant(), // moved by /adiar
    status: p.enum(OCCURRENCE_STATUSES).default('planned'),
    reason: p.string().length(60).nullable(),
    instants: p.integer().default(1), // how many instants this row stands for: over 100 missed ones share a row
    lastPlannedAt: instant().nullable(), // the last of them
    replaced: p.integer().default(0), // older instants of a backlog that this one was sent for
    unmade: json<UnmadeRun>().nullable(), // while not all deliveries of a big run are rows
    late: p.boolean().default(false), // more than 60 s after dueAt
    untoldOf: p.bigint('number').nullable(), // the instance that was away and made it miss, until somebody was told
    firedAt: instant().nullable(),
    finishedAt: instant().nullable(),
  },
});

/** One planned instant of a schedule. */
export class Occurrence extends OccurrenceSchema.class {}
OccurrenceSchema.setClass(Occurrence);
