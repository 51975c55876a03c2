import type { Shop } from './shop.ts';
import type { Person, Transcript } from './transcript.ts';

/** A part of the day: its clock begins at `at`, and its process ends in one of two ways. */
export interface Scene {
  title: string;
  /** ISO 8601 with offset. */
  at: string;
  endsBy?: 'stop' | 'kill';
  play(day: Transcript, shop: Shop): Promise<void>;
}

const person = (name: string, phone: string): Person => ({ name, phone });

/** The owner. */
export const BIA = person('Bia', '5511900000001');
/** Her assistant: an editor. */
export const CAIO = person('Caio', '5511900000002');
/** Her accountant: a viewer. */
export const RUI = person('Rui', '5511900000003');
/** Customers. */
export const ANA = person('Ana', '5511987654321');
export const DAVI = person('Davi', '5541998765432');
export const LIA = person('Lia', '5521977776666');

export const SALES = { jid: '120363000000000021@g.us', name: 'Vendas' };
export const SATURDAY_FAIR = { jid: '120363000000000022@g.us', name: 'Feira de Sábado' };
export const SUNDAY_FAIR = { jid: '120363000000000023@g.us', name: 'Feira de Domingo' };
/** The bot comes to it during the day. */
export const CLUB = { jid: '120363000000000024@g.us', name: 'Clientes VIP 2026' };

const people = [BIA, CAIO, RUI, ANA, DAVI, LIA];
const groups = [SALES, SATURDAY_FAIR, SUNDAY_FAIR, CLUB];

/** What phones and groups are called in the transcript. */
export const NAMES: ReadonlyMap<string, string> = new Map([
  ...people.map(({ phone, name }) => [phone, name] as const),
  ...groups.map(({ jid, name }) => [jid, `grupo ${name}`] as const),
]);

/** A group as the gateway tells it. */
export function asGatewayGroup({ jid, name }: { jid: string; name: string }, members: readonly string[]) {
  return {
    id: jid,
    subject: name,
    participants: members.map(phone => ({ id: `${phone}@s.whatsapp.net`, admin: null })),
  };
}
