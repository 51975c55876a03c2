/** Rows as plain JSON, for the audit: what people set, not what the system notes. No secrets. */
import type {
  Admin,
  Contact,
  EvolutionConfig,
  Group,
  Occurrence,
  OccurrenceStatus,
  Schedule,
  Template,
} from '../db/entities/index.ts';
import type { RecipientInput } from './recipients.ts';

type Snapshot = Record<string, unknown>;

export function scheduleSnapshot(schedule: Schedule, recipients: readonly RecipientInput[]) {
  const { title, status, rule, anchor, timezone, skipHolidays, variables, text, mentionAll } = schedule;
  const { catchUp, catchUpMinutes, sendWithinMinutes, onUnknown, pauseReason, version } = schedule;
  return {
    ...{ title, status, rule, anchor, timezone, skipHolidays, variables, text, mentionAll },
    ...{ catchUp, catchUpMinutes, sendWithinMinutes, onUnknown, pauseReason, version },
    template: schedule.template?.id ?? null,
    evolutionConfig: schedule.evolutionConfig.id,
    nextRunAt: schedule.nextRunAt?.toString() ?? null,
    resumeAt: schedule.resumeAt?.toString() ?? null,
    deletedAt: schedule.deletedAt?.toString() ?? null,
    recipients,
  };
}

/** A schedule as the audit keeps it; `occurrence` is the one send that was skipped or postponed. */
export type ScheduleImage = ReturnType<typeof scheduleSnapshot> & { occurrence?: OccurrenceImage };

/** One send of a schedule; instants as ISO 8601. */
export interface OccurrenceImage {
  id: number;
  status: OccurrenceStatus;
  plannedAt: string;
  dueAt: string;
}

export function occurrenceSnapshot({ id, status, plannedAt, dueAt }: Occurrence): OccurrenceImage {
  return { id, status, plannedAt: plannedAt.toString(), dueAt: dueAt.toString() };
}

export function contactSnapshot(contact: Contact): Snapshot {
  const { name, phone, variables, birthDate, consent, notes, version } = contact;
  return { name, phone, variables, birthDate, consent, notes, version };
}

export function groupSnapshot(group: Group, contacts: readonly number[]): Snapshot {
  const { name, aliases, kind, jid, rule, version } = group;
  return { name, aliases, kind, jid, rule, version, evolutionConfig: group.evolutionConfig?.id ?? null, contacts };
}

export function templateSnapshot({ name, body, version }: Template): Snapshot {
  return { name, body, version };
}

export function adminSnapshot({ name, phone, role, version }: Admin): Snapshot {
  return { name, phone, role, version };
}

/** Without the gateway's key. */
export function evolutionConfigSnapshot(config: EvolutionConfig): Snapshot {
  const { name, baseUrl, instanceName, isDefault, pace, minGapMs, maxGapMs, dailyCap, concurrency } = config;
  const { quietHours, pauseReason, version } = config;
  return {
    ...{ name, baseUrl, instanceName, isDefault, pace, minGapMs, maxGapMs, dailyCap, concurrency },
    ...{ quietHours, pauseReason, version },
    pausedAt: config.pausedAt?.toString() ?? null,
    restrictedAt: config.restrictedAt?.toString() ?? null,
  };
}
