import { Admin, type Delivery, type EvolutionConfig, Template } from '../db/entities/index.ts';
import { UserError } from '../errors.ts';
import { firstName } from '../templates/first-name.ts';
import type { SendContext } from '../templates/message.ts';
import { audit } from './audit.ts';
import { chooseInstance } from './check-message.ts';
import { refuseUnused } from './check-words.ts';
import { expandRecipients } from './expand-recipients.ts';
import { checkContent, contentOf, type MessageContent, renderFor, SOMEBODY } from './message-text.ts';
import { getSchedule } from './queries/get-schedule.ts';
import { recipientsOf } from './recipients.ts';
import { type Remark, silenced } from './remarks.ts';
import { queueNow } from './send-now.ts';
import type { Work } from './work.ts';

/** A message on its way to the one who wants to see it. */
export interface SentTest {
  delivery: Delivery;
  /** As whom the text speaks to. */
  as: string;
  /** What keeps it from leaving now. */
  warnings: Remark[];
}

/** The phone of whoever asks by chat, E.164. @throws UserError `test_needs_phone` for a user of the API, who has none */
export async function ownPhone({ em, actor }: Work): Promise<string> {
  const admin = actor.type === 'admin' ? await em.findOne(Admin, { id: actor.id ?? 0 }) : null;
  if (!admin) throw new UserError('test_needs_phone', { field: 'number' });
  return admin.phone;
}

/**
 * Sends the next message of a schedule to one phone alone, as its first chat would get it. The schedule goes on as it was.
 *
 * @param phone E.164
 * @throws UserError `schedule_not_found`, and those of checkContent
 */
export async function testSchedule(work: Work, id: number, phone: string): Promise<SentTest> {
  const { schedule } = await getSchedule(work.em, id);
  const when = { at: schedule.nextRunAt ?? work.now, timezone: schedule.timezone };
  const on = when.at.toZonedDateTimeISO(when.timezone).toPlainDate();
  const [first] = await expandRecipients(work.em, await recipientsOf(work.em, schedule), { on });
  const content = { ...contentOf(schedule), isTemplate: schedule.template != null };
  return send(work, { content, reader: first ?? SOMEBODY, when, phone, instance: schedule.evolutionConfig });
}

/**
 * Sends a template to one phone alone, spoken to whoever asks.
 *
 * @param phone E.164
 * @throws UserError `template_not_found`, `no_instance`, `unused_variables`, and those of checkContent
 */
export async function testTemplate(
  work: Work,
  input: { templateId: number; variables: Record<string, string>; receivedBy?: number | null },
  phone: string,
): Promise<SentTest> {
  const { em, now, timezone, actor } = work;
  const template = await em.findOne(Template, input.templateId);
  if (!template) throw new UserError('template_not_found', { id: input.templateId }, 404);
  const instance = await chooseInstance(work, { receivedBy: input.receivedBy ?? null }, []);
  const reader = { name: actor.name, variables: { nome: actor.name, primeiro_nome: firstName(actor.name) } };
  const { name, body } = template;
  refuseUnused({ body, variables: input.variables, template: name });
  const content = { body, variables: input.variables, isTemplate: true };
  return send(work, { content, reader, when: { at: now, timezone }, phone, instance });
}

async function send(
  work: Work,
  message: {
    content: MessageContent & { isTemplate: boolean };
    reader: typeof SOMEBODY;
    when: SendContext;
    phone: string;
    instance: EvolutionConfig;
  },
): Promise<SentTest> {
  const { content, reader, when, phone, instance } = message;
  checkContent(content, [reader], when);
  const on = work.now.toZonedDateTimeISO(work.timezone).toPlainDate();
  const [target] = await expandRecipients(work.em, [{ type: 'number', phone }], { on });
  const text = renderFor(reader, content, when);
  const delivery = queueNow(work, { instance, target: target!, text });
  await work.em.flush();
  const after = { phone, text, delivery: delivery.id };
  await audit(work, { action: 'message.test', entityType: 'message', entityId: null, before: null, after });
  work.nudge('send');
  const { now, timezone } = work;
  return { delivery, as: reader.name, warnings: await silenced(work.em, { at: now, timezone, now }) };
}
