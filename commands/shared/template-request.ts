import { ask, type CommandContext, done, type Fault, type Reply, refuse, YES_NO } from '../../src/chat/command.ts';
import { UserError } from '../../src/errors.ts';
import { checkBody, createTemplate } from '../../src/scheduling/create-template.ts';
import { exampleOfBody } from '../../src/scheduling/example-text.ts';
import { findTemplateByName } from '../../src/scheduling/queries/list-templates.ts';
import { updateTemplate } from '../../src/scheduling/update-template.ts';
import { knownTemplate } from './known-template.ts';
import { mediaNotes } from './media-notes.ts';
import { orFault } from './or-fault.ts';
import { restNotes, settleLines } from './other-command.ts';
import type { ScheduleRequest } from './schedule-request.ts';
import { askSlips, settledText } from './text-slips.ts';
import { unquoted } from './words.ts';

export const NEW_USAGE = '/modelo novo NOME TEXTO';
export const EDIT_USAGE = '/modelo editar NOME TEXTO';

/** Makes the template that a request says, or asks whether it shall take the place of another, or what is in doubt. */
export async function makeTemplate(context: CommandContext, given: ScheduleRequest): Promise<Reply> {
  const { work } = context;
  const read = readTemplate(context, given, NEW_USAGE);
  if ('question' in read) return read.question;
  const { request, name, content } = read;
  const { found } = await findTemplateByName(work.em, name);
  const made = await orFault<object>(() =>
    found ? check(context, content) : createTemplate(work, { name, ...content }),
  );
  if ('code' in made) return refusedOrAsked(request, made as Fault, '/modelo novo', content.body);
  const { body } = content;
  if (!found) {
    const { id, name: kept } = made as { id: number; name: string };
    return done('modelo/criado', { name: kept, ...shown(context, body) }, { template: id }, notesOf(request));
  }
  const before = shown(context, found.body);
  return ask({
    template: 'modelo/substituir',
    data: { name: found.name, before, after: shown(context, body) },
    notes: notesOf(request),
    options: YES_NO,
    payload: { id: found.id, body, version: found.version },
  });
}

/** Puts a body in the place of another, as it was asked. @throws UserError `version_conflict` when that one has changed */
export async function replaceTemplate(
  context: CommandContext,
  payload: Readonly<Record<string, unknown>>,
): Promise<Reply> {
  const { id, body, version } = payload;
  const isWhole = typeof id === 'number' && typeof version === 'number' && typeof body === 'string';
  if (!isWhole) throw new UserError('question_expired');
  // What it looks like has been asked about by now.
  const { name } = await updateTemplate(context.work, id, { body, isLiteral: true }, version);
  return done('modelo/mudado', { name, ...shown(context, body) }, { template: id });
}

/** Changes the text of a template, or asks what is in doubt. */
export async function changeTemplate(context: CommandContext, given: ScheduleRequest): Promise<Reply> {
  const { work } = context;
  const read = readTemplate(context, given, EDIT_USAGE);
  if ('question' in read) return read.question;
  const { request, name, content } = read;
  const { id, name: kept } = await knownTemplate(work.em, name);
  const changed = await orFault(() => updateTemplate(work, id, content));
  if ('code' in changed) return refusedOrAsked(request, changed, '/modelo editar', content.body);
  return done('modelo/mudado', { name: kept, ...shown(context, content.body) }, { template: id }, notesOf(request));
}

/** A body and how it would be read. */
export function shown({ work: { now, timezone } }: Pick<CommandContext, 'work'>, body: string) {
  const { text = null, reader = null } = exampleOfBody(body, { at: now, timezone }) ?? {};
  return { body, text, reader };
}

const check = async ({ work }: CommandContext, { body, isLiteral = false }: { body: string; isLiteral?: boolean }) => {
  await checkBody(work, { body, isLiteral });
  return {};
};

const notesOf = (request: ScheduleRequest) => [...mediaNotes(request), ...restNotes(request)];

function refusedOrAsked(request: ScheduleRequest, fault: Fault, command: string, text: string): Reply {
  return askSlips(request, fault, { command, text }) ?? refuse([fault]);
}

/** What a request says of a template, with what was answered to doubts about it; or the next question. */
function readTemplate(context: CommandContext, given: ScheduleRequest, usage: string) {
  const written = given.words.trimEnd();
  const { rest } = taken(written);
  const isQuoted = unquoted(rest) !== rest.trim();
  const settled = settleLines(context, given, isQuoted ? null : { text: rest, start: written.length - rest.length });
  if ('question' in settled) return settled;
  const { request } = settled;
  const { name, body } = nameAndBody(request, usage);
  return { request, name, content: settledText<{ body: string; isLiteral?: boolean }>({ body }, request, 'body') };
}

/** The name, and the text after it or in the quoted message; line breaks are kept. */
function nameAndBody({ words, quotedText }: ScheduleRequest, usage: string): { name: string; body: string } {
  const { name, rest } = taken(words);
  const body = unquoted(rest) || quotedText?.trim() || '';
  if (name === '') throw new UserError('missing_name', { usage });
  if (body === '') throw new UserError('missing_body', { usage, name });
  return { name: name.replace(/:$/, ''), body };
}

function taken(words: string): { name: string; rest: string } {
  const [, name = '', rest = ''] = /^(\S*)\s*(.*)$/su.exec(words) ?? [];
  return { name, rest };
}
