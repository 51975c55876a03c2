import type { CommandContext, Fault } from '../../src/chat/command.ts';
import type { Reading } from '../../src/schedule/reading.ts';
import type { RecipientInput } from '../../src/scheduling/create-schedule.ts';
import { type FoundRecipients, findRecipients } from '../../src/scheduling/find-recipients.ts';
import { foldName } from '../../src/scheduling/names.ts';
import { toldApart } from '../../src/scheduling/told-apart.ts';
import { readPeople } from './list-words.ts';
import type { ScheduleRequest } from './schedule-request.ts';

type Work = CommandContext['work'];
type Em = Work['em'];

/** To whom, as far as it is settled. */
export interface Chosen {
  recipients: RecipientInput[];
  labels: { type: string; name: string }[];
  faults: Fault[];
  /** Names that were matched only roughly. */
  rough: Fault[];
  /** The next name to ask about; null when none is shared by several. */
  question: { key: string; ids: number[]; type: string; name: string; options: string[] } | null;
}

/** Finds the people and places that a reading names. */
export async function chooseRecipients(
  work: Pick<Work, 'em' | 'timezone'>,
  reading: Reading,
  request: ScheduleRequest,
): Promise<Chosen> {
  const { em } = work;
  const { groups, contacts, numbers, here } = reading;
  const found = await findRecipients(em, { groups, contacts, numbers });
  const chosen: Chosen = {
    recipients: [...found.recipients],
    labels: found.labels.map(({ type, name }) => ({ type, name })),
    faults: [],
    rough: found.rough.map(({ type, name, match }) => ({ code: 'rough_name', details: { type, name, match } })),
    question: null,
  };
  for (const unknown of found.unknown) chosen.faults.push(await faultOf(em, unknown));
  for (const { type, name, options } of found.ambiguous) {
    const key = `${type}:${foldName(name)}`;
    const told = await namesOf(work, type, options);
    const picked = options.findIndex(option => option.id === request.picks[key]);
    const pick = options[picked];
    if (pick) add(chosen, { type, id: pick.id }, { type, name: told[picked]! });
    else chosen.question ??= { key, type, name, ids: options.map(({ id }) => id), options: told };
  }
  if (here) addHere(chosen, request);
  return chosen;
}

/** Nobody is called so; or several are, together, and the word before their names says that it is one. */
async function faultOf(em: Em, unknown: Unknown): Promise<Fault> {
  const { type, name } = unknown;
  const names = readPeople(name);
  const areAllKnown = names.length > 1 && (await findNamed(em, type, names)).unknown.length === 0;
  return areAllKnown ? { code: 'several_names', details: { type, name, names } } : notFound(unknown);
}

type Unknown = FoundRecipients['unknown'][number];

/** Nobody is called so. */
export function notFound({ type, name, suggestions }: Unknown): Fault {
  return {
    code: 'recipient_not_found',
    details: { type, name, suggestions: [...new Set(suggestions.map(({ name: near }) => near))] },
  };
}

/** Finds names of one kind. */
export function findNamed(em: Em, type: Unknown['type'], names: readonly string[]): Promise<FoundRecipients> {
  const [groups, contacts] = type === 'group' ? [names, []] : [[], names];
  return findRecipients(em, { groups, contacts, numbers: [] });
}

function add(chosen: Chosen, recipient: RecipientInput, label: { type: string; name: string }): void {
  chosen.recipients.push(recipient);
  chosen.labels.push(label);
}

function addHere(chosen: Chosen, { here, isGroup }: ScheduleRequest): void {
  if (here) add(chosen, { type: 'group', id: here.id }, { type: 'group', name: here.name });
  else chosen.faults.push({ code: isGroup ? 'here_unknown' : 'here_outside_group', details: {} });
}

/** Names to choose from. Two of one name are told apart by what is known of them. */
export async function namesOf(
  { em, timezone }: Pick<Work, 'em' | 'timezone'>,
  type: Unknown['type'],
  options: readonly { id: number; name: string }[],
): Promise<string[]> {
  const facts = await toldApart(em, type, options, timezone);
  return options.map(({ id, name }) => {
    const known = facts.get(id);
    if (!known) return name;
    return type === 'contact' ? `${name}, ${known}` : `${name} (${known})`;
  });
}
