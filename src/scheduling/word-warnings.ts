import type { Template } from '../db/entities/index.ts';
import { messageVariables } from '../templates/message.ts';
import { findSlips } from '../templates/slips.ts';
import type { ChatTarget } from './expand-recipients.ts';
import type { MessageContent } from './message-text.ts';
import type { Remark } from './remarks.ts';

/** Names of people; in a group they are the group's. */
const NAMES = ['nome', 'primeiro_nome'];

/** What a text will say that its author may not expect. */
export function wordWarnings(
  content: MessageContent,
  targets: readonly ChatTarget[],
  template: Template | null,
): Remark[] {
  return [...namedGroups(content, targets), ...slipsOf(content, targets, template)];
}

/** "Oi, {{nome}}!" to a group greets the group by its own name. */
function namedGroups({ body, variables }: MessageContent, targets: readonly ChatTarget[]): Remark[] {
  const [group] = targets.filter(({ type }) => type === 'group');
  const used = messageVariables(body).filter(name => NAMES.includes(name) && !(name in variables));
  if (!group || used.length === 0) return [];
  return [{ code: 'name_of_group', details: { variable: `{{${used[0]}}}`, name: group.name } }];
}

/** Somebody said of a template that its brackets are text, or it is older than the question. */
function slipsOf(
  { body, variables }: MessageContent,
  targets: readonly ChatTarget[],
  template: Template | null,
): Remark[] {
  if (!template) return [];
  const known = [...targets.flatMap(target => Object.keys(target.variables)), ...Object.keys(variables)];
  const [slip] = findSlips(body, [...new Set(known), ...messageVariables(body)]);
  if (!slip) return [];
  return [
    { code: 'brackets_in_template', details: { template: template.name, written: slip.written, meant: slip.meant } },
  ];
}
