import { Contact } from '../../db/entities/index.ts';
import type { Em } from '../../db/orm.ts';
import { findOr404 } from './find-or-404.ts';

/** @throws UserError `contact_not_found` (404) */
export const getContact = (em: Em, id: number): Promise<Contact> => findOr404(em, Contact, id, 'contact_not_found');
