import type { Schedule } from '../db/entities/index.ts';
import { UserError } from '../errors.ts';
import { missingVariables, renderMessage, type SendContext } from '../templates/message.ts';
import type { ChatTarget } from './expand-recipients.ts';

/** WhatsApp cuts longer texts. */
export const MAX_TEXT_LENGTH = 4096;

/** What is sent, before the recipient's own variables are put in. */
export interface MessageContent {
  body: string;
  variables: Readonly<Record<string, string>>;
}

/** A schedule's content as it is now; its template must be loaded. */
export function contentOf(schedule: Pick<Schedule, 'template' | 'text' | 'variables'>): MessageContent {
  return { body: schedule.template?.body ?? schedule.text ?? '', variables: schedule.variables };
}

/**
 * The text for one chat. The recipient's variables (its name, and those of the contact) yield to the content's.
 *
 * @param context the instant that `{{data}}` and its like tell, and the zone they tell it in
 * @throws UserError `missing_variables` {names}, `invalid_variable` {helper, value}, `text_too_long` {limit, length},
 *   `missing_content` when nothing but space is left
 */
export function renderFor(
  target: Pick<ChatTarget, 'variables'>,
  content: MessageContent,
  context: SendContext,
): string {
  const text = renderMessage(content.body, variablesFor(target, content), context).trim();
  const length = [...text].length;
  if (length > MAX_TEXT_LENGTH) throw new UserError('text_too_long', { limit: MAX_TEXT_LENGTH, length });
  if (length === 0) throw new UserError('missing_content');
  return text;
}

/** Stands for whoever a list or rule will find by the time of the send: the least that a contact has. */
export const SOMEBODY: Pick<ChatTarget, 'name' | 'variables'> = {
  name: 'Fulano',
  variables: { nome: 'Fulano', primeiro_nome: 'Fulano' },
};

/**
 * Checks that a content can be sent to all of these chats, before it is promised. All missing variables are named at
 * once.
 *
 * @throws UserError `missing_variables` (a template) or `unknown_variables` (free text) {names, recipients: the chats
 *   that something is missing for, empty when it is for all of them}, and those of {@link renderFor}
 */
export function checkContent(
  content: MessageContent & { isTemplate: boolean },
  targets: readonly Pick<ChatTarget, 'name' | 'variables'>[],
  context: SendContext,
): void {
  const readers = targets.length > 0 ? targets : [SOMEBODY];
  const missing = readers.map(target => missingVariables(content.body, variablesFor(target, content)));
  const names = [...new Set(missing.flat())];
  if (names.length > 0) {
    const lacking = readers.filter((_, index) => missing[index]!.length > 0);
    const recipients = lacking.length < readers.length ? lacking.map(({ name }) => name) : [];
    throw new UserError(content.isTemplate ? 'missing_variables' : 'unknown_variables', { names, recipients });
  }
  for (const target of readers) renderFor(target, content, context);
}

function variablesFor(target: Pick<ChatTarget, 'variables'>, content: MessageContent): Record<string, string> {
  return { ...target.variables, ...content.variables };
}
