import { defineEntity, p } from '@mikro-orm/core';
import { instant } from '../instant-type.ts';
import { editVersion, id, json, timestamps } from './columns.ts';

export type Consent = { source: string; at: string };

const ContactSchema = defineEntity({
  name: 'Contact',
  tableName: 'contacts',
  properties: {
    id: id(),
    name: p.string().length(200),
    nameKey: p.string().length(200).index(), // without case and accents: what a search compares
    phone: p.string().length(20), // E.164
    phoneKey: p.string().length(20).unique(),
    lid: p.string().length(64).nullable().index(),
    variables: json<Record<string, string>>(),
    birthDate: p.string().length(10).nullable(), // YYYY-MM-DD
    consent: json<Consent>().nullable(),
    onWhatsapp: p.boolean().nullable(), // null until known
    notes: p.text().nullable(),
    ...timestamps(),
    version: editVersion(),
  },
});

/** A person the shop may write to. */
export class Contact extends ContactSchema.class {}
ContactSchema.setClass(Contact);

const SuppressionSchema = defineEntity({
  name: 'Suppression',
  tableName: 'suppressions',
  properties: {
    id: id(),
    phone: p.string().length(20),
    phoneKey: p.string().length(20).unique(), // whoever asked to stop is stopped as contact, as number and in lists
    source: p.string().length(100),
    createdAt: instant(),
  },
});

/** An opt-out: nothing is sent to this phone. */
export class Suppression extends SuppressionSchema.class {}
SuppressionSchema.setClass(Suppression);

export const contactEntities = [Contact, Suppression];
