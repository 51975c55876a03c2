import { Silence } from '../../db/entities/index.ts';
import type { Em } from '../../db/orm.ts';
import { findOr404 } from './find-or-404.ts';
import { findPage, type Page, type PageRequest } from './paging.ts';

const COLUMNS = { started_at: 'startedAt', until: 'until' };

/** Not ended by a person, and not over by itself. */
const isOn = (now: Temporal.Instant) => ({
  endedAt: null,
  $or: [{ until: null }, { until: { $gt: now } }],
});

/** The silence that holds now; null when messages go out. There is never more than one. */
export function currentSilence(em: Em, now: Temporal.Instant): Promise<Silence | null> {
  return em.findOne(Silence, isOn(now), { orderBy: { id: 'desc' } });
}

/** Silences, newest first. @param request.activeAt only the one that holds at this instant */
export function listSilences(
  em: Em,
  request: PageRequest & { activeAt?: Temporal.Instant | undefined },
): Promise<Page<Silence>> {
  const where = request.activeAt ? isOn(request.activeAt) : {};
  return findPage(em, Silence, where, request, COLUMNS, { default: ['-started_at'] });
}

/** @throws UserError `silence_not_found` (404) */
export const getSilence = (em: Em, id: number): Promise<Silence> => findOr404(em, Silence, id, 'silence_not_found');
