import { createContact } from '../../src/scheduling/create-contact.ts';
import { createGroup, type GroupInput } from '../../src/scheduling/create-group.ts';
import { createTemplate } from '../../src/scheduling/create-template.ts';
import type { World } from '../helpers/world.ts';

/** @returns the id of a new contact */
export async function contact(
  world: World,
  name: string,
  phone: string,
  more: { birthDate?: string; variables?: Record<string, string> } = {},
): Promise<number> {
  return (await world.run(work => createContact(work, { name, phone, ...more }))).id;
}

/** @returns the id of a new list of contacts, or of another kind of group */
export async function group(world: World, name: string, more: Partial<GroupInput> = {}): Promise<number> {
  return (await world.run(work => createGroup(work, { name, ...more }))).id;
}

/** @returns the id of a new WhatsApp group of the world's instance */
export function whatsappGroup(
  world: World,
  name: string,
  jid: string,
  more: Partial<GroupInput> = {},
): Promise<number> {
  return group(world, name, { kind: 'whatsapp', jid, evolutionConfigId: world.instance.id, ...more });
}

/** @returns the id of a new template */
export async function template(world: World, name: string, body: string): Promise<number> {
  return (await world.run(work => createTemplate(work, { name, body }))).id;
}
