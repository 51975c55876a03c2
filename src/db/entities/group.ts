import { defineEntity, p } from '@mikro-orm/core';
import { editVersion, id, json, timestamps } from './columns.ts';
import { Contact } from './contact.ts';
import { EvolutionConfig } from './evolution-config.ts';

export const GROUP_KINDS = ['whatsapp', 'list', 'dynamic'] as const;
export type GroupKind = (typeof GROUP_KINDS)[number];

const GroupSchema = defineEntity({
  name: 'Group',
  tableName: 'recipient_groups',
  uniques: [{ properties: ['evolutionConfig', 'jid'] }],
  properties: {
    id: id(),
    name: p.string().length(200),
    nameKey: p.string().length(200).index(),
    aliases: json<string[]>(),
    kind: p.enum(GROUP_KINDS),
    jid: p.string().length(100).nullable(), // whatsapp groups only
    rule: p.string().length(50).nullable(), // dynamic groups only: "birthday"
    evolutionConfig: () => p.manyToOne(EvolutionConfig).nullable(),
    membersCount: p.integer().default(0),
    canSend: p.boolean().nullable(), // null until known; false when the bot left or only admins may write
    ...timestamps(),
    version: editVersion(),
  },
});

/** A place or a list: a WhatsApp group (one chat), a list of contacts, or a rule that finds contacts at the send. */
export class Group extends GroupSchema.class {}
GroupSchema.setClass(Group);

const GroupMemberSchema = defineEntity({
  name: 'GroupMember',
  tableName: 'group_members',
  uniques: [{ properties: ['group', 'memberKey'] }],
  properties: {
    id: id(),
    group: () => p.manyToOne(Group).deleteRule('cascade'),
    memberKey: p.string().length(100), // phone key where known, else the jid
    contact: () => p.manyToOne(Contact).nullable().deleteRule('cascade'), // lists
    jid: p.string().length(100).nullable(), // whatsapp groups
    phone: p.string().length(20).nullable(),
    isAdmin: p.boolean().default(false),
  },
});

/** A contact in a list, or a participant of a WhatsApp group. */
export class GroupMember extends GroupMemberSchema.class {}
GroupMemberSchema.setClass(GroupMember);

export const groupEntities = [Group, GroupMember];
