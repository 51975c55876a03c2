import type { Schedule } from '../db/entities/index.ts';
import type { Em } from '../db/orm.ts';
import { type ErrorDetails, UserError } from '../errors.ts';
import { exampleValues, messageVariables, type SendContext } from '../templates/message.ts';
import { type ChatTarget, expandRecipients } from './expand-recipients.ts';
import { contentOf, type MessageContent, renderFor, SOMEBODY } from './message-text.ts';
import { recipientsOf } from './recipients.ts';

/** A text as somebody will read it. */
export interface Example {
  text: string;
  /** Whom it is shown for; null where everybody reads the same. */
  reader: string | null;
}

type Reader = Pick<ChatTarget, 'name' | 'variables'> & Partial<Pick<ChatTarget, 'type'>>;

/**
 * A content as one of its readers will get it: a person before a group, and somebody invented where there is nobody yet.
 *
 * @throws UserError as renderFor
 */
export function exampleFor(targets: readonly Reader[], content: MessageContent, when: SendContext): Example {
  const reader = targets.find(({ type }) => type === 'contact') ?? targets[0] ?? SOMEBODY;
  return { text: renderFor(reader, content, when), reader: speaksTo(reader, content) ? reader.name : null };
}

/** A template's body as it could be read, with values made up for what it lacks; null when it cannot be shown so. */
export function exampleOfBody(
  body: string,
  when: SendContext,
  given: Readonly<Record<string, string>> = {},
): Example | null {
  try {
    const variables = { ...exampleValues(body, when, { ...SOMEBODY.variables, ...given }), ...given };
    return exampleFor([SOMEBODY], { body, variables }, when);
  } catch (error) {
    if (error instanceof UserError) return null;
    throw error;
  }
}

/** Whether anything in the text is the reader's own. */
function speaksTo({ variables }: Reader, content: MessageContent): boolean {
  return messageVariables(content.body).some(name => Object.hasOwn(variables, name) && !(name in content.variables));
}

/** How many readers are tried before it is said that the text cannot be made. */
const READERS_TRIED = 20;

/**
 * What a stored schedule says, as one of those it is for will read it at its next send. Where it cannot be made for any
 * of them, why not.
 */
export async function exampleOfSchedule(
  em: Em,
  schedule: Schedule,
  now: Temporal.Instant,
): Promise<{ example: Example | null; fault: { code: string; details: ErrorDetails } | null }> {
  const when = { at: schedule.nextRunAt ?? now, timezone: schedule.timezone };
  const on = when.at.toZonedDateTimeISO(when.timezone).toPlainDate();
  const targets = await expandRecipients(em, await recipientsOf(em, schedule), { on });
  const people = [...targets.filter(({ type }) => type === 'contact'), ...targets].slice(0, READERS_TRIED);
  let fault: UserError | null = null;
  for (const reader of people.length > 0 ? people : [SOMEBODY]) {
    try {
      return { example: exampleFor([reader], contentOf(schedule), when), fault: null };
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      fault ??= error;
    }
  }
  return { example: null, fault: fault && { code: fault.code, details: fault.details } };
}
