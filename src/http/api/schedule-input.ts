/** From a schedule's body to what the verbs take. */
import type { Schedule } from '../../db/entities/index.ts';
import { UserError } from '../../errors.ts';
import type { Content, ScheduleInput } from '../../scheduling/create-schedule.ts';
import type { RecipientInput } from '../../scheduling/recipients.ts';
import { defined } from '../changes.ts';
import { refuseFixed } from './schedule-fixed-fields.ts';
import type { ScheduleBody } from './schedule-schema.ts';
import { type TimingContext, timingOf } from './schedule-timing.ts';

/**
 * A new schedule.
 *
 * @throws UserError `missing_schedule`, `missing_recipient`, `missing_content`, `two_contents`, and what `timingOf` and
 *   `refuseFixed` throw
 */
export function inputOf(body: ScheduleBody, context: TimingContext): ScheduleInput {
  refuseFixed(body, null);
  const timing = timingOf(body, null, context);
  const content = contentOf(body, null);
  if (!timing) throw new UserError('missing_schedule');
  if (!content) throw new UserError('missing_content');
  return { ...plainFields(body), ...timing, content, recipients: recipientsOf(body, []) ?? [] };
}

/** What a body changes of a schedule, as it is with these recipients. @throws UserError as `inputOf` */
export function changesOf(
  body: ScheduleBody,
  current: { schedule: Schedule; recipients: readonly RecipientInput[] },
  context: TimingContext,
): Partial<ScheduleInput> {
  refuseFixed(body, current.schedule);
  return {
    ...plainFields(body),
    ...timingOf(body, current.schedule, context),
    ...defined({
      content: contentOf(body, current.schedule) ?? undefined,
      recipients: recipientsOf(body, current.recipients) ?? undefined,
    }),
  };
}

function plainFields(body: ScheduleBody) {
  return defined({
    title: body.title,
    skipHolidays: body.skip_holidays,
    mentionAll: body.mention_all,
    evolutionConfigId: body.evolution_config ?? undefined,
    catchUp: body.catch_up,
    catchUpMinutes: body.catch_up_minutes,
    sendWithinMinutes: body.send_within_minutes,
    onUnknown: body.on_unknown,
  });
}

/** What is sent; null when the body says nothing about it. @throws UserError `two_contents`, `missing_content` */
export function contentOf(body: ScheduleBody, current: Schedule | null): Content | null {
  const { template, text } = body;
  if (template && text) throw new UserError('two_contents');
  const variables = body.variables ?? current?.variables ?? {};
  if (template) return { templateId: template, variables };
  if (text) return { text, variables, isLiteral: body.literal === true };
  const isCleared =
    (template === null && text === null) ||
    (template === null && current?.template) ||
    (text === null && current?.text);
  if (isCleared) throw new UserError('missing_content');
  if (!body.variables || !current) return null;
  return current.template ? { templateId: current.template.id, variables } : { text: current.text ?? '', variables };
}

/** One of the three lists alone leaves the other two. Null when the body has none. */
export function recipientsOf(body: ScheduleBody, current: readonly RecipientInput[]): RecipientInput[] | null {
  const { groups, contacts, numbers } = body;
  if (!groups && !contacts && !numbers) return null;
  const kept = (type: RecipientInput['type']) => current.filter(recipient => recipient.type === type);
  return [
    ...(groups?.map(id => ({ type: 'group' as const, id })) ?? kept('group')),
    ...(contacts?.map(id => ({ type: 'contact' as const, id })) ?? kept('contact')),
    ...(numbers?.map(phone => ({ type: 'number' as const, phone })) ?? kept('number')),
  ];
}
