/** How each change is taken back, by its action in the audit: by the verbs that people have, from the image before it. */
import { type AuditEntry, Group } from '../db/entities/index.ts';
import { undoBackfill } from './backfill/undo-backfill.ts';
import { cancelSchedule } from './cancel-schedule.ts';
import { addToList } from './change-list.ts';
import { type ContactInput, createContact } from './create-contact.ts';
import { createGroup, type GroupInput } from './create-group.ts';
import { createTemplate, type TemplateInput } from './create-template.ts';
import { deleteContact } from './delete-contact.ts';
import { deleteGroup } from './delete-group.ts';
import { deleteTemplate } from './delete-template.ts';
import { given } from './edits.ts';
import { endSilence } from './end-silence.ts';
import { restoreSchedule } from './restore-schedule.ts';
import type { ScheduleImage } from './snapshots.ts';
import { type SilenceInput, startSilence } from './start-silence.ts';
import { updateContact } from './update-contact.ts';
import { updateGroup } from './update-group.ts';
import { updateTemplate } from './update-template.ts';
import type { Work } from './work.ts';

/** @param version that the row must still have */
type Undo = (work: Work, entry: AuditEntry, version: number | undefined) => Promise<unknown>;

const restore: Undo = (work, { entityId, before, at }, expectedVersion) =>
  restoreSchedule(work, entityId!, before as ScheduleImage, { since: at, expectedVersion });

export const UNDO: Readonly<Record<string, Undo>> = {
  'schedule.create': (work, { entityId }, expectedVersion) =>
    cancelSchedule(work, entityId!, given({ expectedVersion }) as { expectedVersion?: number }),
  'schedule.edit': restore,
  'schedule.pause': restore,
  'schedule.resume': restore,
  'schedule.cancel': restore,
  'schedule.delete': restore,
  'schedule.skip': restore,
  'schedule.postpone': restore,
  'schedule.backfill': undoBackfill,

  'template.create': (work, { entityId }, version) => deleteTemplate(work, entityId!, version),
  'template.update': (work, { entityId, before }, version) =>
    updateTemplate(work, entityId!, templateOf(before!), version),
  'template.delete': (work, { before }) => createTemplate(work, templateOf(before!)),

  'contact.create': (work, { entityId }, version) => deleteContact(work, entityId!, version),
  'contact.update': (work, { entityId, before }, version) =>
    updateContact(work, entityId!, contactOf(before!), version),
  'contact.delete': async (work, { before }) => {
    const { id } = await createContact(work, contactOf(before!));
    for (const list of await listsLeft(work, before!)) await addToList(work, list, [id]);
  },

  'group.create': (work, { entityId }, version) => deleteGroup(work, entityId!, version),
  'group.update': (work, { entityId, before }, version) => {
    const { name, aliases, rule, contacts } = groupOf(before!);
    return updateGroup(work, entityId!, given({ name, aliases, rule, contacts }) as Partial<GroupInput>, version);
  },
  'group.delete': (work, { before }) => createGroup(work, groupOf(before!)),

  'silence.start': (work, { entityId, before }) =>
    before ? startSilence(work, silenceOf(before)) : endSilence(work, entityId!),
};

type Image = NonNullable<AuditEntry['before']>;

function templateOf({ name, body }: Image): TemplateInput {
  return { name, body, isLiteral: true } as unknown as TemplateInput;
}

function contactOf({ name, phone, variables, birthDate, consent, notes }: Image): ContactInput {
  return { name, phone, variables, birthDate, consent, notes } as unknown as ContactInput;
}

/** The lists that it was in and that are still there. */
async function listsLeft({ em }: Work, { lists }: Image): Promise<number[]> {
  const left = await em.find(Group, { id: { $in: Array.isArray(lists) ? lists : [] }, kind: 'list' });
  return left.map(({ id }) => id);
}

function groupOf({ name, aliases, kind, jid, rule, contacts, evolutionConfig }: Image): GroupInput {
  return { name, aliases, kind, jid, rule, contacts, evolutionConfigId: evolutionConfig } as unknown as GroupInput;
}

function silenceOf({ until, reason }: Image): SilenceInput {
  return { until: typeof until === 'string' ? Temporal.Instant.from(until) : null, reason: reason as string | null };
}
