import { defineEntity, p } from '@mikro-orm/core';
import { editVersion, id, timestamps } from './columns.ts';

export const ADMIN_ROLES = ['owner', 'editor', 'viewer'] as const;
export type AdminRole = (typeof ADMIN_ROLES)[number];

const AdminSchema = defineEntity({
  name: 'Admin',
  tableName: 'admins',
  properties: {
    id: id(),
    name: p.string().length(200),
    phone: p.string().length(20), // E.164, as it was given
    phoneKey: p.string().length(20).unique(), // with and without the 9th digit are one person
    lid: p.string().length(64).nullable().unique(), // learned from the first message that carries both ids
    role: p.enum(ADMIN_ROLES).default('editor'),
    ...timestamps(),
    version: editVersion(),
  },
});

/** Who may command the bot by chat. */
export class Admin extends AdminSchema.class {}
AdminSchema.setClass(Admin);
