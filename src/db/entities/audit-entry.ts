import { defineEntity, p } from '@mikro-orm/core';
import { instant } from '../instant-type.ts';
import { id, json } from './columns.ts';
import { SOURCES } from './schedule.ts';

const AuditEntrySchema = defineEntity({
  name: 'AuditEntry',
  tableName: 'audit_entries',
  indexes: [{ properties: ['entityType', 'entityId'] }, { properties: ['at'] }],
  properties: {
    id: id(),
    at: instant(),
    actorType: p.enum(['admin', 'user', 'system'] as const),
    actorId: p.bigint('number').nullable(),
    actorName: p.string().length(200),
    source: p.enum(SOURCES),
    action: p.string().length(60), // "schedule.create", "schedule.pause" …
    entityType: p.string().length(40),
    entityId: p.bigint('number').nullable(),
    before: json<Record<string, unknown>>().nullable(), // what /desfazer restores
    after: json<Record<string, unknown>>().nullable(),
  },
});

/** Who changed what, when, from where. */
export class AuditEntry extends AuditEntrySchema.class {}
AuditEntrySchema.setClass(AuditEntry);
