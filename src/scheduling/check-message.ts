import { Contact, EvolutionConfig, Group, Template } from '../db/entities/index.ts';
import { UserError } from '../errors.ts';
import type { SendContext } from '../templates/message.ts';
import { refuseSlips, refuseUnused, type StoredWords } from './check-words.ts';
import { type ChatTarget, expandRecipients } from './expand-recipients.ts';
import { checkContent, type MessageContent } from './message-text.ts';
import type { RecipientInput } from './recipients.ts';
import type { Work } from './work.ts';

/** What is sent: a template with values for its variables, or free text, which may hold variables too. */
export type Content =
  | { templateId: number; variables?: Record<string, string> }
  | {
      text: string;
      variables?: Record<string, string>;
      /** What looks like a variable in it (`[nome]`) is text. */
      isLiteral?: boolean;
    };

/** What is sent, to whom, and by which number. */
export interface MessageInput {
  recipients: RecipientInput[];
  content: Content;
  mentionAll?: boolean;
  /** Which instance sends: this one, else the group's own, else `receivedBy`, else the default. */
  evolutionConfigId?: number | null;
  /** The instance that the command came in by. */
  receivedBy?: number | null;
  /** Of a schedule that is there: these words were accepted once. */
  stored?: StoredWords;
}

/** What a message's input refers to, found and checked. */
export interface CheckedMessage {
  template: Template | null;
  content: MessageContent;
  instance: EvolutionConfig;
  groups: Group[];
  /** The chats as they would be at the send. */
  targets: ChatTarget[];
}

/**
 * Checks a message that is to be sent at an instant: whoever and whatever it names is there, and every chat gets a text.
 *
 * @throws UserError `missing_recipient`, `group_not_found`, `contact_not_found`, `template_not_found`,
 *   `evolution_config_not_found`, `no_instance`, `group_of_other_instance`, and those of check-words.ts and checkContent
 */
export async function checkMessageInput(work: Work, input: MessageInput, when: SendContext): Promise<CheckedMessage> {
  const { em } = work;
  if (input.recipients.length === 0) throw new UserError('missing_recipient');
  const groups = await findAll(work, input, 'group');
  await findAll(work, input, 'contact');
  const template = await findTemplate(work, input.content);
  const instance = await chooseInstance(work, input, groups);
  const on = when.at.toZonedDateTimeISO(when.timezone).toPlainDate();
  const targets = await expandRecipients(em, input.recipients, { on });
  const body = template?.body ?? ('text' in input.content ? input.content.text : '');
  const content = { body, variables: input.content.variables ?? {} };
  refuseUnsaid(input, content, template, targets);
  checkContent({ ...content, isTemplate: template !== null }, targets, when);
  return { template, content, instance, groups, targets };
}

/**
 * As {@link checkMessageInput}, for a message that leaves now: nobody may join in the meantime.
 *
 * @throws UserError also `nobody_there` {isBirthday, lists: names}
 */
export async function checkMessageNow(work: Work, input: MessageInput): Promise<CheckedMessage> {
  const checked = await checkMessageInput(work, input, { at: work.now, timezone: work.timezone });
  const { targets, groups } = checked;
  if (targets.length > 0) return checked;
  const lists = groups.filter(({ kind }) => kind === 'list').map(({ name }) => name);
  throw new UserError('nobody_there', { isBirthday: lists.length === 0 && groups.length > 0, lists });
}

/** Refuses what would be dropped, or go out as it was not meant. A template's own words were asked about when it was made. */
function refuseUnsaid(
  { content, stored }: MessageInput,
  { body, variables }: MessageContent,
  template: Template | null,
  targets: readonly ChatTarget[],
): void {
  if ('text' in content && !content.isLiteral && content.text !== stored?.text) {
    const names = new Set([...targets.flatMap(target => Object.keys(target.variables)), ...Object.keys(variables)]);
    refuseSlips(content.text, { names, field: 'text' });
  }
  refuseUnused({ body, variables, template: template?.name ?? null }, stored);
}

async function findTemplate({ em }: Work, content: Content): Promise<Template | null> {
  if (!('templateId' in content)) return null;
  const template = await em.findOne(Template, content.templateId);
  if (!template) throw new UserError('template_not_found', { id: content.templateId, field: 'template' });
  return template;
}

async function findAll(work: Work, input: MessageInput, type: 'group'): Promise<Group[]>;
async function findAll(work: Work, input: MessageInput, type: 'contact'): Promise<Contact[]>;
async function findAll(work: Work, input: MessageInput, type: 'group' | 'contact'): Promise<(Group | Contact)[]> {
  const ids = input.recipients.flatMap(recipient =>
    recipient.type === type && 'id' in recipient ? [recipient.id] : [],
  );
  if (ids.length === 0) return [];
  const rows: (Group | Contact)[] =
    type === 'group'
      ? await work.em.find(Group, { id: { $in: ids } }, { populate: ['evolutionConfig'] })
      : await work.em.find(Contact, { id: { $in: ids } });
  const missing = ids.find(id => !rows.some(row => row.id === id));
  if (missing !== undefined) throw new UserError(`${type}_not_found`, { id: missing, field: `${type}s` });
  return rows;
}

/** The schedule's own instance, else the group's, else the one that received the command, else the default. */
export async function chooseInstance(
  work: Work,
  input: Pick<MessageInput, 'evolutionConfigId' | 'receivedBy'>,
  groups: readonly Group[],
): Promise<EvolutionConfig> {
  const { em } = work;
  const wanted =
    input.evolutionConfigId ?? groups.find(group => group.evolutionConfig)?.evolutionConfig?.id ?? input.receivedBy;
  const found = await em.findOne(EvolutionConfig, wanted ? { id: wanted } : { isDefault: true });
  if (!found && wanted) throw new UserError('evolution_config_not_found', { id: wanted, field: 'evolution_config' });
  if (!found) throw new UserError('no_instance', {}, 409);
  // A WhatsApp group is known to the number that is in it, and to no other.
  const stranger = groups.find(
    group => group.kind === 'whatsapp' && group.evolutionConfig && group.evolutionConfig.id !== found.id,
  );
  if (stranger) throw new UserError('group_of_other_instance', { group: stranger.name, instance: found.name });
  return found;
}
