import { Admin, Delivery, DeliveryNote, EvolutionConfig } from '../db/entities/index.ts';
import { runWork, SYSTEM, type Work } from '../scheduling/work.ts';
import { byReason } from './by-reason.ts';
import type { DeliveryDeps } from './deps.ts';
import { owners, queueNotice } from './voices.ts';

const OPEN = ['recall_wanted', 'recalling'];

/** Tells whoever asked for a recall what came of it, once nothing of it is left to be done. */
export async function tellRecalls(deps: DeliveryDeps, configId: number): Promise<void> {
  const asked = await deps.work.em.fork().find(DeliveryNote, { evolutionConfig: configId, code: 'recall_open' });
  for (const { id } of asked) await runWork(deps.work, SYSTEM, work => tellOne(work, deps, id));
}

async function tellOne(work: Work, deps: DeliveryDeps, id: number): Promise<void> {
  const { em } = work;
  const asked = await em.findOneOrFail(DeliveryNote, id, { populate: ['delivery.schedule', 'delivery.occurrence'] });
  const { occurrence, admin } = asked.details as { occurrence?: number; admin: number | null };
  const { schedule, recipientName: name, occurrence: run } = asked.delivery;
  const of = occurrence ? { occurrence } : { id: asked.delivery.id };
  const notesOf = (codes: string[]) => ({
    ...{ evolutionConfig: asked.evolutionConfig.id, code: { $in: codes } },
    delivery: of,
  });
  if ((await em.count(DeliveryNote, notesOf(OPEN))) > 0) return;
  // Another process may be at the same: whoever changes the row is the one that tells.
  const changed = await em.nativeUpdate(DeliveryNote, { id, code: 'recall_open' }, { code: 'recall_told' });
  if (changed === 0) return;
  const failed = await em.find(
    DeliveryNote,
    { ...notesOf(['recall_failed']), id: { $lt: id }, at: { $gte: asked.at } },
    { populate: ['delivery'], orderBy: { id: 'asc' } },
  );
  const deleted = await em.count(Delivery, { ...of, recalledAt: { $gte: asked.at } });
  const text = deps.say('avisos/recolhido', {
    ...{ id: schedule?.id ?? null, title: schedule?.title ?? '', timezone: schedule?.timezone ?? work.timezone },
    plannedAt: occurrence && run ? run.plannedAt : null,
    ...{ name, deleted, total: deleted + failed.length },
    failures: byReason(
      failed.map(({ delivery, details }) => ({ name: delivery.recipientName, reason: String(details?.reason ?? '') })),
    ),
  });
  const asker = admin === null ? null : await em.findOne(Admin, admin);
  const author = schedule?.createdByAdmin ? await em.findOne(Admin, schedule.createdByAdmin.id) : null;
  const told = asker ?? author;
  const config = await em.findOneOrFail(EvolutionConfig, asked.evolutionConfig.id);
  await queueNotice(work, config, told ? [told] : await owners(em), text);
}
