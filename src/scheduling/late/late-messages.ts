import { type Admin, Delivery } from '../../db/entities/index.ts';
import type { Em } from '../../db/orm.ts';
import { earliest } from '../../schedule/instants.ts';
import { noteAll } from '../trail.ts';
import { whoDecides } from '../voices.ts';
import type { Work } from '../work.ts';
import { LATE } from './late-question.ts';

/** Late messages of one run, or of one `/enviar`, about which nobody has decided. */
export interface LateRun {
  /** Null for `/enviar`: then the messages themselves are named. */
  occurrenceId: number | null;
  deliveryIds: number[];
  schedule: { id: number; title: string } | null;
  /** When they should have left. */
  at: Temporal.Instant;
  evolutionConfig: { id: number };
  count: number;
  names: string[];
  text: string;
  /** When they fail if nobody decides. */
  giveUpAt: Temporal.Instant;
}

/** What a question about late messages was about; plain JSON. */
export interface LateIds {
  occurrences: number[];
  logs: number[];
}

const NAMES = 3;

/** All that is held because it is late, the oldest first. @param admin only what she decides about */
export async function lateRuns(em: Em, now: Temporal.Instant, admin?: Admin): Promise<LateRun[]> {
  const held = await em.find(
    Delivery,
    { status: 'held', reason: LATE, giveUpAt: { $gt: now } },
    {
      ...{ orderBy: { dueAt: 'asc', id: 'asc' }, populate: ['schedule', 'occurrence'] },
      fields: [
        ...(['dueAt', 'createdAt', 'giveUpAt', 'recipientName', 'evolutionConfig', 'occurrence.dueAt'] as const),
        ...(['schedule.title', 'schedule.createdByAdmin'] as const),
      ],
    },
  );
  const groups = Map.groupBy(held, ({ occurrence, createdAt }) =>
    occurrence ? `run ${occurrence.id}` : `sent ${createdAt.toString()}`,
  );
  const runs: LateRun[] = [];
  for (const deliveries of groups.values()) {
    const [first] = deliveries;
    if (!first) continue;
    if (admin && !(await whoDecides(em, first)).some(({ id }) => id === admin.id)) continue;
    const { text } = await em.findOneOrFail(Delivery, first.id, { fields: ['text'] });
    const { schedule, occurrence } = first;
    runs.push({
      occurrenceId: occurrence?.id ?? null,
      deliveryIds: deliveries.map(({ id }) => id),
      schedule: schedule ? { id: schedule.id, title: schedule.title } : null,
      at: toMinute(occurrence?.dueAt ?? first.dueAt),
      ...{ count: deliveries.length, evolutionConfig: { id: first.evolutionConfig.id } },
      names: deliveries.slice(0, NAMES).map(({ recipientName }) => recipientName),
      text,
      giveUpAt: toMinute(deliveries.map(one => one.giveUpAt).reduce((one, other) => earliest(one, other))),
    });
  }
  return runs;
}

/** Nobody cares about the seconds. */
const toMinute = (at: Temporal.Instant) => at.round({ smallestUnit: 'minute', roundingMode: 'floor' });

/** What to keep of them with the question. */
export function idsOf(runs: readonly LateRun[]): LateIds {
  return {
    occurrences: runs.flatMap(({ occurrenceId }) => occurrenceId ?? []),
    logs: runs.flatMap(({ occurrenceId, deliveryIds }) => (occurrenceId === null ? deliveryIds : [])),
  };
}

/** Notes for the trail who was asked about them. */
export async function noteAsked(work: Work, runs: readonly LateRun[], { name }: Admin): Promise<void> {
  const asked = runs.flatMap(({ deliveryIds, evolutionConfig }) => deliveryIds.map(id => ({ id, evolutionConfig })));
  await noteAll(work, asked, 'asked_late', { of: [name] });
}
