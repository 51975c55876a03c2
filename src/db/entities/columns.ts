import { p } from '@mikro-orm/core';
import { instant } from '../instant-type.ts';

/** The primary key of every table: what the chat writes as `#42`. */
export const id = () => p.bigint('number').primary().autoincrement();

/** When the row was made and last changed; the verbs set both from their `now`. */
export const timestamps = () => ({ createdAt: instant(), updatedAt: instant() });

/** Counts edits by people (`If-Match`); what the system notes leaves it alone. */
export const editVersion = () => p.integer().default(1);

/** A JSON column. */
export const json = <T>() => p.json<T>();
