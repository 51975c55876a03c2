import type { ContactOverview } from '../../src/scheduling/queries/contact-overview.ts';

/** What every reply about a contact shows. */
export function contactFacts({ contact, lists, optedOutAt }: ContactOverview) {
  const { id, name, phone, birthDate, notes, onWhatsapp } = contact;
  return {
    ...{ id, name, phone, lists, optedOutAt, notes },
    birthday: birthDate ? birthDate.split('-').toReversed().join('/') : null,
    variables: Object.entries(contact.variables).map(([key, value]) => ({ key, value })),
    isUnreachable: onWhatsapp === false,
  };
}
