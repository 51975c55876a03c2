import { defineEntity, p } from '@mikro-orm/core';
import { instant } from '../instant-type.ts';
import { id } from './columns.ts';

const SilenceSchema = defineEntity({
  name: 'Silence',
  tableName: 'silences',
  indexes: [{ properties: ['endedAt', 'until'] }],
  properties: {
    id: id(),
    startedAt: instant(),
    until: instant().nullable(), // null: until somebody ends it
    endedAt: instant().nullable(), // ended by a person before `until`
    reason: p.string().length(500).nullable(),
    createdBy: p.string().length(200),
    createdAt: instant(),
  },
});

/** A time in which nothing is sent (/silencio). Replies to commands are no sends. */
export class Silence extends SilenceSchema.class {}
SilenceSchema.setClass(Silence);
