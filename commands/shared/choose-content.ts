import type { Fault } from '../../src/chat/command.ts';
import type { Reading } from '../../src/schedule/reading.ts';
import type { ScheduleInput } from '../../src/scheduling/create-schedule.ts';
import { findTemplateByName } from '../../src/scheduling/queries/list-templates.ts';

type Em = Parameters<typeof findTemplateByName>[0];

/** What is sent: the template that a reading names, or its text. */
export async function chooseContent(
  em: Em,
  { template, text, vars: variables }: Reading,
): Promise<{ content: ScheduleInput['content'] | null; faults: Fault[] }> {
  // Neither is a fault of the reading, which says so itself.
  if (template === null) return { content: text === null ? null : { text, variables }, faults: [] };
  const { found, suggestions } = await findTemplateByName(em, template);
  if (found) return { content: { templateId: found.id, variables }, faults: [] };
  return { content: null, faults: [{ code: 'template_not_found', details: { name: template, suggestions } }] };
}
