import { defineEntity, p } from '@mikro-orm/core';
import { instant } from '../instant-type.ts';
import { editVersion, id, timestamps } from './columns.ts';

/** What a token may do, each including the ones before it. */
export const SCOPES = ['read', 'send', 'manage', 'admin'] as const;
export type Scope = (typeof SCOPES)[number];

const UserSchema = defineEntity({
  name: 'User',
  tableName: 'users',
  properties: {
    id: id(),
    username: p.string().length(150).unique(),
    passwordHash: p.string().length(255), // scrypt, see http/passwords.ts
    scope: p.enum(SCOPES).default('admin'),
    ...timestamps(),
    version: editVersion(),
  },
});

/** Who may use the API and the panel. */
export class User extends UserSchema.class {}
UserSchema.setClass(User);

const ApiTokenSchema = defineEntity({
  name: 'ApiToken',
  tableName: 'api_tokens',
  properties: {
    id: id(),
    user: () => p.manyToOne(User).deleteRule('cascade'),
    tokenHash: p.string().length(64).unique(), // SHA-256 in hex: the token itself is shown once and stored nowhere
    name: p.string().length(100).default(''),
    scope: p.enum(SCOPES).default('admin'),
    createdAt: instant(),
    lastUsedAt: instant().nullable(),
  },
});

/** A key to the API, of one user. */
export class ApiToken extends ApiTokenSchema.class {}
ApiTokenSchema.setClass(ApiToken);

export const userEntities = [User, ApiToken];
