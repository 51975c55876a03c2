import { Admin } from './admin.ts';
import { AuditEntry } from './audit-entry.ts';
import { contactEntities } from './contact.ts';
import { Delivery, DeliveryNote } from './delivery.ts';
import { EvolutionConfig } from './evolution-config.ts';
import { groupEntities } from './group.ts';
import { IdempotencyKey } from './idempotency-key.ts';
import { InboxEvent } from './inbox-event.ts';
import { InstanceStop } from './instance-stop.ts';
import { Occurrence } from './occurrence.ts';
import { OutboxMessage } from './outbox-message.ts';
import { PendingQuestion } from './pending-question.ts';
import { scheduleEntities } from './schedule.ts';
import { Silence } from './silence.ts';
import { Template } from './template.ts';
import { userEntities } from './user.ts';

export * from './admin.ts';
export * from './audit-entry.ts';
export * from './contact.ts';
export * from './delivery.ts';
export * from './evolution-config.ts';
export * from './group.ts';
export * from './idempotency-key.ts';
export * from './inbox-event.ts';
export * from './instance-stop.ts';
export * from './occurrence.ts';
export * from './outbox-message.ts';
export * from './pending-question.ts';
export * from './schedule.ts';
export * from './silence.ts';
export * from './template.ts';
export * from './user.ts';

/** Every table; the order does not matter. */
export const entities = [
  ...userEntities,
  IdempotencyKey,
  Admin,
  EvolutionConfig,
  InstanceStop,
  ...contactEntities,
  ...groupEntities,
  Template,
  Silence,
  ...scheduleEntities,
  Occurrence,
  Delivery,
  DeliveryNote,
  InboxEvent,
  OutboxMessage,
  PendingQuestion,
  AuditEntry,
];
