import { defineEntity, p } from '@mikro-orm/core';
import { instant } from '../instant-type.ts';
import { id } from './columns.ts';
import { EvolutionConfig } from './evolution-config.ts';

/** No connection, or no gateway; a pause by failures; a pause by a person. Only the first two count as being away. */
export const STOP_KINDS = ['connection', 'failures', 'person'] as const;
export type StopKind = (typeof STOP_KINDS)[number];

const InstanceStopSchema = defineEntity({
  name: 'InstanceStop',
  tableName: 'instance_stops',
  indexes: [{ properties: ['evolutionConfig', 'endedAt'] }],
  properties: {
    id: id(),
    evolutionConfig: () => p.manyToOne(EvolutionConfig).deleteRule('cascade').index(false), // one with the end begins with it
    kind: p.enum(STOP_KINDS),
    startedAt: instant(),
    endedAt: instant(),
  },
});

/** A time in which an instance could not send and that is over; one that goes on is in the instance's own row. */
export class InstanceStop extends InstanceStopSchema.class {}
InstanceStopSchema.setClass(InstanceStop);
