import type { Fault } from '../../src/chat/command.ts';
import type { Reading } from '../../src/schedule/reading.ts';
import { findRecipients } from '../../src/scheduling/find-recipients.ts';
import { foldName } from '../../src/scheduling/names.ts';
import type { RecipientInput } from '../../src/scheduling/recipients.ts';
import type { ScheduleRequest } from './schedule-request.ts';

type Em = Parameters<typeof findRecipients>[0];

/** To whom, as far as it is settled; or the next question about it. */
export type Chosen =
  | { kind: 'ask'; question: { key: string; ids: number[]; type: string; name: string; options: string[] } }
  | {
      kind: 'chosen';
      recipients: RecipientInput[];
      labels: { type: string; name: string }[];
      faults: Fault[];
      /** Names that were matched only roughly. */
      rough: Fault[];
    };

/** Finds the people and places that a reading names; asks about a name that several have. */
export async function chooseRecipients(em: Em, reading: Reading, request: ScheduleRequest): Promise<Chosen> {
  const { groups, contacts, numbers, here } = reading;
  const found = await findRecipients(em, { groups, contacts, numbers });
  const picked: RecipientInput[] = [];
  const labels: { type: string; name: string }[] = found.labels.map(({ type, name }) => ({ type, name }));
  for (const { type, name, options } of found.ambiguous) {
    const key = `${type}:${foldName(name)}`;
    const choice = options.find(option => option.id === request.picks[key]);
    if (!choice) {
      const names = options.map(option => option.name);
      return { kind: 'ask', question: { key, ids: options.map(option => option.id), type, name, options: names } };
    }
    picked.push(type === 'group' ? { type: 'group', id: choice.id } : { type: 'contact', id: choice.id });
    labels.push({ type, name: choice.name });
  }
  const faults: Fault[] = found.unknown.map(({ type, name, suggestions }) => ({
    code: 'recipient_not_found',
    details: { type, name, suggestions: suggestions.map(suggestion => suggestion.name) },
  }));
  if (here && request.hereGroupId !== null) {
    picked.push({ type: 'group', id: request.hereGroupId });
    labels.push({ type: 'here', name: 'este grupo' });
  } else if (here) faults.push({ code: request.isGroup ? 'here_unknown' : 'here_outside_group', details: {} });
  const rough = found.rough.map(({ type, name, match }) => ({ code: 'rough_name', details: { type, name, match } }));
  return { kind: 'chosen', recipients: [...found.recipients, ...picked], labels, faults, rough };
}
