import { defineEntity, p } from '@mikro-orm/core';
import type { Rule } from '../../schedule/reading.ts';
import { instant } from '../instant-type.ts';
import { Admin } from './admin.ts';
import { editVersion, id, json, timestamps } from './columns.ts';
import { Contact } from './contact.ts';
import { EvolutionConfig } from './evolution-config.ts';
import { Group } from './group.ts';
import { Template } from './template.ts';

export const SCHEDULE_STATUSES = ['active', 'paused', 'finished', 'cancelled'] as const;
export type ScheduleStatus = (typeof SCHEDULE_STATUSES)[number];
export const SOURCES = ['chat', 'api', 'panel', 'cli', 'system'] as const;
export type Source = (typeof SOURCES)[number];

const ScheduleSchema = defineEntity({
  name: 'Schedule',
  tableName: 'schedules',
  indexes: [{ properties: ['status', 'nextRunAt'] }],
  properties: {
    id: id(),
    title: p.string().length(200).default(''),
    status: p.enum(SCHEDULE_STATUSES).default('active'),
    rule: json<Rule>(), // the reading's own rule; RFC 5545 lines are derived from it
    anchor: p.string().length(23), // local date-time that intervals and BY-rules count from; never drifts
    timezone: p.string().length(64), // IANA
    skipHolidays: p.string().length(20).nullable(), // null, "BR", "BR-SP" …
    template: () => p.manyToOne(Template).nullable(),
    variables: json<Record<string, string>>(),
    text: p.text().nullable(),
    mentionAll: p.boolean().default(false),
    evolutionConfig: () => p.manyToOne(EvolutionConfig),
    catchUp: p.enum(['send_late', 'skip'] as const).default('send_late'),
    catchUpMinutes: p.integer().default(60), // how late a send may still start
    sendWithinMinutes: p.integer().default(1440), // when a started send gives up
    onUnknown: p.enum(['hold', 'resend'] as const).default('hold'),
    pauseReason: p.string().length(500).nullable(),
    pausedAt: instant().nullable(),
    resumeAt: instant().nullable(), // "/pausar N até …"
    failedRuns: p.integer().default(0), // in a row; three pause it
    createdBy: p.string().length(200), // a name to show
    createdByAdmin: () => p.manyToOne(Admin).nullable().deleteRule('set null'), // who is told when something goes wrong
    source: p.enum(SOURCES),
    nextRunAt: instant().nullable(),
    lastRunAt: instant().nullable(),
    deletedAt: instant().nullable(), // DELETE cancels and hides; its logs stay
    ...timestamps(),
    version: editVersion(),
  },
});

/** An agendamento: what is sent to whom, and the rule that says when. */
export class Schedule extends ScheduleSchema.class {}
ScheduleSchema.setClass(Schedule);

export const RECIPIENT_TYPES = ['group', 'contact', 'number'] as const;
export type RecipientType = (typeof RECIPIENT_TYPES)[number];

const ScheduleRecipientSchema = defineEntity({
  name: 'ScheduleRecipient',
  tableName: 'schedule_recipients',
  properties: {
    id: id(),
    schedule: () => p.manyToOne(Schedule).deleteRule('cascade'),
    type: p.enum(RECIPIENT_TYPES),
    group: () => p.manyToOne(Group).nullable(),
    contact: () => p.manyToOne(Contact).nullable(),
    phone: p.string().length(20).nullable(), // E.164, for a bare number
  },
});

/** One of the people and places that a schedule was given; resolved to chats when it fires. */
export class ScheduleRecipient extends ScheduleRecipientSchema.class {}
ScheduleRecipientSchema.setClass(ScheduleRecipient);

export const scheduleEntities = [Schedule, ScheduleRecipient];
