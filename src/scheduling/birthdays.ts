import { Contact } from '../db/entities/index.ts';
import type { Em } from '../db/orm.ts';

/**
 * The contacts whose birthday is on this day, by name. Somebody born on 29 February has hers on the 28th of common
 * years: the last day of her month.
 */
export async function birthdayContacts(em: Em, on: Temporal.PlainDate): Promise<Contact[]> {
  const days = [on.toString().slice(-5)];
  if (on.month === 2 && on.day === 28 && !on.inLeapYear) days.push('02-29');
  const born = days.map(day => ({ birthDate: { $like: `%-${day}` } }));
  return em.find(Contact, { $or: born }, { orderBy: { nameKey: 'asc', id: 'asc' } });
}
