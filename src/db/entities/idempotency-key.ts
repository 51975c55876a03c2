import { defineEntity, p } from '@mikro-orm/core';
import { instant } from '../instant-type.ts';
import { id, json } from './columns.ts';
import { User } from './user.ts';

const IdempotencyKeySchema = defineEntity({
  name: 'IdempotencyKey',
  tableName: 'idempotency_keys',
  uniques: [{ properties: ['user', 'key'] }], // two processes that get the same request meet here
  indexes: [{ properties: ['createdAt'] }], // rows go after a day
  properties: {
    id: id(),
    user: () => p.manyToOne(User).deleteRule('cascade'),
    key: p.string().length(200),
    requestHash: p.string().length(64), // SHA-256: the same key on another request is refused
    status: p.integer().nullable(), // of the answer; null while the first request runs
    body: json<unknown>().nullable(), // of the answer, to be repeated
    location: p.string().length(200).nullable(),
    createdAt: instant(),
  },
});

/** A `POST` that a client may send again without doing it again. */
export class IdempotencyKey extends IdempotencyKeySchema.class {}
IdempotencyKeySchema.setClass(IdempotencyKey);
