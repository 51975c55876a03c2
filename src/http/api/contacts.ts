import { z } from 'zod';
import { type Contact, Suppression } from '../../db/entities/index.ts';
import type { Em } from '../../db/orm.ts';
import { createContact } from '../../scheduling/create-contact.ts';
import { deleteContact } from '../../scheduling/delete-contact.ts';
import { getContact } from '../../scheduling/queries/get-contact.ts';
import { listContacts } from '../../scheduling/queries/list-contacts.ts';
import { updateContact } from '../../scheduling/update-contact.ts';
import { defined } from '../changes.ts';
import type { Api } from '../endpoint.ts';
import { id, ignored, instant, isoIn, localDate, phone, variables } from '../fields.ts';
import type { ApiDeps } from '../options.ts';
import { pageRequest } from '../paging.ts';
import { addResource } from '../resource.ts';

const consent = z.strictObject({ source: z.string().min(1).max(200), at: instant });

const contact = z
  .object({
    id,
    name: z.string(),
    phone: z.string().meta({ description: 'E.164' }),
    variables,
    birth_date: localDate.nullable(),
    consent: consent.nullable(),
    opted_out_at: instant.nullable(),
    on_whatsapp: z.boolean().nullable(),
    notes: z.string().nullable(),
    created_at: instant,
    updated_at: instant,
    version: z.number().int(),
  })
  .meta({ id: 'Contact' });

const input = z.strictObject({
  name: z.string().trim().min(1).max(200),
  phone,
  variables: variables.optional(),
  birth_date: localDate.nullable().optional(),
  consent: consent.nullable().optional(),
  notes: z.string().max(10_000).nullable().optional(),
  ...ignored('id', 'opted_out_at', 'on_whatsapp', 'created_at', 'updated_at', 'version'),
});

/** `/api/contacts/` */
export function registerContacts(api: Api, { work: { timezone } }: Pick<ApiDeps, 'work'>): void {
  addResource(api, {
    path: '/api/contacts/',
    name: 'contato',
    writeScope: 'manage',
    row: contact,
    input,
    defaults: { variables: {}, birth_date: null, consent: null, notes: null },
    filters: {},
    ordering: ['id', 'name', 'created_at', 'updated_at'],
    list: (em, query) => listContacts(em, pageRequest(query)),
    get: getContact,
    create: (work, body) => createContact(work, { name: body.name, phone: body.phone, ...changesOf(body) }),
    update: (work, contactId, body, expectedVersion) =>
      updateContact(work, contactId, changesOf(body), expectedVersion),
    remove: deleteContact,
    show: (em, contacts) => show(em, contacts, timezone),
  });
}

function changesOf(body: Partial<z.output<typeof input>>) {
  const { name, phone, variables, birth_date: birthDate, consent, notes } = body;
  return defined({ name, phone, variables, birthDate, consent, notes });
}

async function show(em: Em, contacts: readonly Contact[], timezone: string): Promise<z.output<typeof contact>[]> {
  const phoneKey = { $in: contacts.map(one => one.phoneKey) };
  const stops = contacts.length === 0 ? [] : await em.find(Suppression, { phoneKey });
  const stoppedAt = new Map(stops.map(stop => [stop.phoneKey, stop.createdAt]));
  return contacts.map(one => ({
    id: one.id,
    name: one.name,
    phone: one.phone,
    variables: one.variables,
    birth_date: one.birthDate ?? null,
    consent: one.consent ?? null,
    opted_out_at: isoIn(timezone, stoppedAt.get(one.phoneKey)),
    on_whatsapp: one.onWhatsapp ?? null,
    notes: one.notes ?? null,
    created_at: isoIn(timezone, one.createdAt),
    updated_at: isoIn(timezone, one.updatedAt),
    version: one.version,
  }));
}
