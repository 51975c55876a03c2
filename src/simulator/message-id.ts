import { randomBytes } from 'node:crypto';

/** The id of a message sent through the API: `3EB0` and 18 hex digits, as Baileys makes them in Evolution 2.3.6. */
export const apiMessageId = (): string => `3EB0${randomBytes(9).toString('hex').toUpperCase()}`;

/** The id of a message typed on an Android phone: `AC` and 30 hex digits. */
export const phoneMessageId = (): string => `AC${randomBytes(15).toString('hex').toUpperCase()}`;

/** The id of a row in the gateway's own database, such as `messageId` of a receipt. Opaque. */
export const rowId = (seq: number): string => `cmsim${seq.toString(36).padStart(20, '0')}`;
