/** The people and groups that the simulator starts with. All invented; no number is in use. */
import { canonicalJid, lidOf } from './gateway-jid.ts';
import type { Person } from './store/people.ts';

const GROUP_JID_PREFIX = '120363';

export interface InventedGroup {
  readonly jid: string;
  readonly subject: string;
  readonly description: string;
  /** Only its admins may write. */
  readonly announce: boolean;
  /** Digits of members beside the bot and the owner. */
  readonly members: readonly string[];
}

function person(digits: string, name: string, role: Person['role'], addressing: Person['addressing'] = 'pn'): Person {
  return { jid: canonicalJid(digits), lid: lidOf(digits), name, role, addressing };
}

const CARLA = '5511900000011';
const DAVI = '5521900000012';
const ELISA = '5531970000013';
const FABIO = '5571900000014';
const GABRIELA = '5511900000015';
const HEITOR = '5541900000016';
const STRANGER = '5519900000099';

/** The bot's own account, the owner, six customers and one unknown number. Elisa has no 9th digit, Gabriela hides behind a LID. */
export function inventedPeople(ownNumber: string, adminNumber: string): Person[] {
  return [
    person(ownNumber, 'Agendador', 'own'),
    person(adminNumber, 'Marina Duarte', 'admin'),
    person(CARLA, 'Carla Menezes', 'contact'),
    person(DAVI, 'Davi Prado', 'contact'),
    person(ELISA, 'Elisa Tavares', 'contact'),
    person(FABIO, 'Fábio Nunes', 'contact'),
    person(GABRIELA, 'Gabriela Rocha', 'contact', 'lid'),
    person(HEITOR, 'Heitor Lima', 'contact'),
    person(STRANGER, 'Número desconhecido', 'stranger'),
  ];
}

export const INVENTED_GROUPS: readonly InventedGroup[] = [
  group(11, 'vendas', 'Metas e novidades da equipe de vendas', [CARLA, DAVI, ELISA]),
  group(12, 'suporte', 'Plantão e chamados', [DAVI, FABIO]),
  group(13, 'família', 'Almoço de domingo e fotos', [GABRIELA, HEITOR]),
  group(14, 'clientes vip', 'Lançamentos antes de todo mundo', [ELISA, GABRIELA, HEITOR]),
  { ...group(15, 'avisos da loja', 'Só administradores escrevem aqui', [CARLA, FABIO]), announce: true },
];

function group(number: number, subject: string, description: string, members: string[]): InventedGroup {
  return { jid: groupJid(number), subject, description, announce: false, members };
}

/** The 18 digits of WhatsApp's newer groups. */
export function groupJid(number: number): string {
  return `${GROUP_JID_PREFIX}${String(number).padStart(12, '0')}@g.us`;
}
