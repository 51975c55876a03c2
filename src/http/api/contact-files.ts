import { z } from 'zod';
import { Contact, Suppression } from '../../db/entities/index.ts';
import { contactsOfCsv } from '../../scheduling/contact-file/read-csv.ts';
import { contactsOfVcards } from '../../scheduling/contact-file/read-vcard.ts';
import { contactsCsv } from '../../scheduling/contact-file/write-csv.ts';
import { eraseContact } from '../../scheduling/erase-contact.ts';
import { type ImportOutcome, importContacts } from '../../scheduling/import-contacts.ts';
import { ok } from '../answers.ts';
import type { Api } from '../endpoint.ts';
import { id, idParams, isoIn } from '../fields.ts';
import type { ApiDeps } from '../options.ts';
import type { Sentence } from '../sentences.ts';

/** Characters of a file: far more than 2,000 contacts have. */
const MAX_CONTENT = 2_000_000;
const BODY_LIMIT_BYTES = 8 * 1024 * 1024;

const ACTIONS = ['create', 'update', 'keep', 'refuse'] as const;
const READERS = { csv: contactsOfCsv, vcard: contactsOfVcards } as const;

const file = z.strictObject({
  format: z.enum(['csv', 'vcard']),
  content: z.string().min(1).max(MAX_CONTENT).meta({
    description: 'O texto do arquivo. CSV: colunas nome e telefone, e as que quiser (nascimento, notas, variáveis).',
  }),
  dry_run: z.boolean().default(true).meta({ description: 'Só conta o que aconteceria. Com false, importa.' }),
  update: z.boolean().default(false).meta({ description: 'Atualiza quem já existe; sem isto fica como está.' }),
});
const report = z
  .object({
    dry_run: z.boolean(),
    totals: z.record(z.enum(ACTIONS), z.number().int()),
    rows: z.array(
      z.object({
        line: z.number().int(),
        name: z.string(),
        phone: z.string(),
        action: z.enum(ACTIONS),
        contact: id.nullable(),
        problem: z.object({ code: z.string(), detail: z.string() }).nullable(),
      }),
    ),
  })
  .meta({ id: 'ContactImport' });

/** `/api/contacts/import/ export/ {id}/erase/` */
export function registerContactFiles(
  api: Api,
  { work: { timezone }, sentence }: Pick<ApiDeps, 'work' | 'sentence'>,
): void {
  api.add({
    method: 'POST',
    path: '/api/contacts/import/',
    summary: 'Importa contatos de um arquivo CSV ou vCard; primeiro mostra o que aconteceria',
    scope: 'manage',
    body: file,
    answers: { 200: report },
    route: { bodyLimit: BODY_LIMIT_BYTES },
    async handle({ body, change }) {
      const rows = READERS[body.format](body.content);
      const options = { update: body.update, dryRun: body.dry_run };
      const outcomes = await change(work => importContacts(work, rows, options));
      return ok(showImport(outcomes, body.dry_run, sentence));
    },
  });

  api.add({
    method: 'GET',
    path: '/api/contacts/export/',
    summary: 'Todos os contatos em um arquivo CSV, que pode ser importado de volta',
    scope: 'manage',
    answers: { 200: z.string().meta({ contentType: 'text/csv' }) },
    async handle({ em }) {
      const contacts = await em.findAll(Contact, { orderBy: { nameKey: 'asc', id: 'asc' } });
      const stops = await em.findAll(Suppression);
      const optedOutAt = new Map(stops.map(stop => [stop.phoneKey, isoIn(timezone, stop.createdAt)]));
      const headers = {
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': 'attachment; filename="contatos.csv"',
      };
      return { status: 200, body: contactsCsv(contacts, optedOutAt), headers };
    },
  });

  api.add({
    method: 'POST',
    path: '/api/contacts/:id/erase/',
    summary: 'Apaga a pessoa, e os seus dados dos registros de envio (LGPD)',
    scope: 'admin',
    params: idParams,
    answers: { 200: z.object({ logs: z.number().int().meta({ description: 'Registros que foram esvaziados.' }) }) },
    handle: async ({ params, expectedVersion, change }) =>
      ok(await change(work => eraseContact(work, params.id, expectedVersion))),
  });
}

function showImport(outcomes: readonly ImportOutcome[], dryRun: boolean, sentence: Sentence): z.output<typeof report> {
  const totals = { create: 0, update: 0, keep: 0, refuse: 0 };
  const rows = outcomes.map(outcome => {
    totals[outcome.action]++;
    const { line, name, phone, action, contact } = outcome;
    const problem =
      outcome.action === 'refuse'
        ? { code: outcome.problem.code, detail: sentence(outcome.problem.code, outcome.problem.details) }
        : null;
    return { line, name, phone, action, contact, problem };
  });
  return { dry_run: dryRun, totals, rows };
}
