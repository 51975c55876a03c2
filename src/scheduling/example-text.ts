import { UserError } from '../errors.ts';
import { exampleValues, messageVariables, type SendContext } from '../templates/message.ts';
import type { ChatTarget } from './expand-recipients.ts';
import { type MessageContent, renderFor, SOMEBODY } from './message-text.ts';

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
export function exampleOfBody(body: string, when: SendContext): Example | null {
  try {
    return exampleFor([SOMEBODY], { body, variables: exampleValues(body, when, SOMEBODY.variables) }, when);
  } catch (error) {
    if (error instanceof UserError) return null;
    throw error;
  }
}

/** Whether anything in the text is the reader's own. */
function speaksTo({ variables }: Reader, content: MessageContent): boolean {
  return messageVariables(content.body).some(name => Object.hasOwn(variables, name) && !(name in content.variables));
}
