import { Contact, EvolutionConfig, Group, Template } from '../db/entities/index.ts';
import { UserError } from '../errors.ts';
import { firstInstantAfter, localDateTime, nextInstants } from '../schedule/recurrence.ts';
import { type ScheduleInput, startOf } from './create-schedule.ts';
import { type ChatTarget, expandRecipients } from './expand-recipients.ts';
import { checkContent } from './message-text.ts';
import { timedOf } from './timed.ts';
import type { Work } from './work.ts';

/** What a schedule's input refers to, found and checked. */
export interface CheckedInput {
  template: Template | null;
  instance: EvolutionConfig;
  groups: Group[];
  /** The chats as they would be at the first send. */
  targets: ChatTarget[];
  first: Temporal.Instant;
}

/**
 * Checks everything that creating, editing and previewing a schedule must refuse.
 *
 * @param options.mayBeOver an edit that leaves the time alone may be of a schedule that has had its last one
 * @throws UserError, see createSchedule
 */
export async function checkInput(
  work: Work,
  input: ScheduleInput,
  options: { mayBeOver: boolean } = { mayBeOver: false },
): Promise<CheckedInput> {
  const { em } = work;
  if (input.recipients.length === 0) throw new UserError('missing_recipient');
  const first = firstOccurrence(input, work.now) ?? (options.mayBeOver ? work.now : refuseOver(input, work.now));
  const groups = await findAll(work, input, 'group');
  await findAll(work, input, 'contact');
  const template = 'templateId' in input.content ? await em.findOne(Template, input.content.templateId) : null;
  if ('templateId' in input.content && !template) {
    throw new UserError('template_not_found', { id: input.content.templateId, field: 'template' });
  }
  const instance = await chooseInstance(work, input, groups);
  const on = first.toZonedDateTimeISO(input.timed.timezone).toPlainDate();
  const targets = await expandRecipients(em, input.recipients, { on });
  const body = template?.body ?? ('text' in input.content ? input.content.text : '');
  checkContent({ body, variables: input.content.variables ?? {}, isTemplate: template !== null }, targets, {
    at: first,
    timezone: input.timed.timezone,
  });
  return { template, instance, groups, targets, first };
}

function firstOccurrence(input: ScheduleInput, now: Temporal.Instant): Temporal.Instant | null {
  return firstInstantAfter(timedOf({ ...input.timed, skipHolidays: input.skipHolidays ?? null }), startOf(input, now));
}

/** @throws UserError `past_time` for a rule that is over, `no_occurrences` for one that never comes */
function refuseOver(input: ScheduleInput, now: Temporal.Instant): never {
  const { timezone } = input.timed;
  const timed = timedOf({ ...input.timed, skipHolidays: input.skipHolidays ?? null });
  const [ever] = nextInstants(timed, { after: Temporal.Instant.fromEpochMilliseconds(0), count: 1 });
  if (!ever) throw new UserError('no_occurrences');
  throw new UserError('past_time', { at: localDateTime(ever, timezone), now: localDateTime(now, timezone), timezone });
}

async function findAll(work: Work, input: ScheduleInput, type: 'group'): Promise<Group[]>;
async function findAll(work: Work, input: ScheduleInput, type: 'contact'): Promise<Contact[]>;
async function findAll(work: Work, input: ScheduleInput, type: 'group' | 'contact'): Promise<(Group | Contact)[]> {
  const ids = input.recipients.flatMap(recipient =>
    recipient.type === type && 'id' in recipient ? [recipient.id] : [],
  );
  if (ids.length === 0) return [];
  const rows: (Group | Contact)[] =
    type === 'group'
      ? await work.em.find(Group, { id: { $in: ids } }, { populate: ['evolutionConfig'] })
      : await work.em.find(Contact, { id: { $in: ids } });
  const missing = ids.find(id => !rows.some(row => row.id === id));
  if (missing !== undefined) throw new UserError(`${type}_not_found`, { id: missing, field: `${type}s` });
  return rows;
}

/** The schedule's own instance, else the group's, else the one that received the command, else the default. */
async function chooseInstance(work: Work, input: ScheduleInput, groups: readonly Group[]): Promise<EvolutionConfig> {
  const { em } = work;
  const wanted =
    input.evolutionConfigId ?? groups.find(group => group.evolutionConfig)?.evolutionConfig?.id ?? input.receivedBy;
  const found = await em.findOne(EvolutionConfig, wanted ? { id: wanted } : { isDefault: true });
  if (!found && wanted) throw new UserError('evolution_config_not_found', { id: wanted, field: 'evolution_config' });
  if (!found) throw new UserError('no_instance', {}, 409);
  // A WhatsApp group is known to the number that is in it, and to no other.
  const stranger = groups.find(
    group => group.kind === 'whatsapp' && group.evolutionConfig && group.evolutionConfig.id !== found.id,
  );
  if (stranger) throw new UserError('group_of_other_instance', { group: stranger.name, instance: found.name });
  return found;
}
