import { Contact, Group, type GroupKind, GroupMember } from '../db/entities/index.ts';
import type { Em } from '../db/orm.ts';
import { dateText, phoneText } from '../templates/portuguese.ts';
import type { NamedType } from './known-names.ts';
import { nameKey } from './names.ts';

type Named = { readonly id: number; readonly name: string };
type Facts = ReadonlyMap<number, string>;

const KINDS: Readonly<Record<GroupKind, string>> = {
  whatsapp: 'grupo do WhatsApp',
  list: 'lista',
  dynamic: 'aniversariantes do dia',
};
/** Members that are looked through for one who is in no other group of the name. */
const MEMBERS = 500;

/**
 * What an admin knows of those who share their name with another of them, so that she can tell which is which: a
 * contact's phone; of groups and lists their people, and as much more as it takes (through which of our numbers, another
 * name, which is new, who is in it).
 *
 * @returns facts by id ("12 pessoas, o mais novo"), for those alone whose name is shared
 */
export async function toldApart(em: Em, type: NamedType, all: readonly Named[], timezone: string): Promise<Facts> {
  const shared = [...Map.groupBy(all, ({ name }) => nameKey(name)).values()].filter(named => named.length > 1);
  const ids = shared.flat().map(({ id }) => id);
  if (ids.length === 0) return new Map();
  if (type === 'contact') {
    const contacts = await em.find(Contact, { id: { $in: ids } }, { fields: ['phone'] });
    return new Map(contacts.map(({ id, phone }) => [id, phoneText(phone)]));
  }
  const groups = await em.find(Group, { id: { $in: ids } }, { populate: ['evolutionConfig'], orderBy: { id: 'asc' } });
  const told: [number, string][] = [];
  for (const named of shared) {
    const ofName = groups.filter(({ id }) => named.some(one => one.id === id));
    for (const [id, facts] of await groupsApart(em, ofName, timezone)) told.push([id, facts.join(', ')]);
  }
  return new Map(told);
}

async function groupsApart(em: Em, groups: readonly Group[], timezone: string): Promise<Map<number, string[]>> {
  const areOfOneKind = new Set(groups.map(({ kind }) => kind)).size === 1;
  const told = new Map(
    groups.map(group => [group.id, [...(areOfOneKind ? [] : [KINDS[group.kind]]), ...peopleOf(group)]]),
  );
  const ways: readonly (() => Facts | Promise<Facts>)[] = [
    () => factsOf(groups, ({ evolutionConfig }) => evolutionConfig && `pelo número ${evolutionConfig.name}`),
    () => factsOf(groups, ({ aliases: [alias] }) => alias && `também ${alias}`),
    () => agesOf(groups, timezone),
    () => ownMembersOf(em, groups),
    () => new Map(groups.map(({ id }, index) => [id, `o ${index + 1}º que conheci`])),
  ];
  for (const way of ways) {
    if (new Set([...told.values()].map(facts => facts.join())).size === told.size) break;
    const facts = await way();
    const isTelling = new Set(groups.map(({ id }) => facts.get(id))).size > 1;
    if (isTelling) for (const [id, fact] of facts) told.get(id)?.push(fact);
  }
  return told;
}

function factsOf(groups: readonly Group[], tell: (group: Group) => string | null | undefined): Facts {
  return new Map(
    groups.flatMap(group => {
      const fact = tell(group);
      return fact ? [[group.id, fact]] : [];
    }),
  );
}

/** No WhatsApp group is empty: 0 means that nobody told us. */
function peopleOf({ kind, membersCount }: Group): string[] {
  if (kind === 'dynamic' || (kind === 'whatsapp' && membersCount === 0)) return [];
  return [membersCount === 1 ? '1 pessoa' : `${membersCount} pessoas`];
}

function agesOf(groups: readonly Group[], timezone: string): Facts {
  const instants = groups.map(({ createdAt }) => createdAt.epochMilliseconds);
  const [oldest, newest] = [Math.min(...instants), Math.max(...instants)];
  return factsOf(groups, ({ createdAt }) => {
    const since = `desde ${dateText(createdAt.toZonedDateTimeISO(timezone).toPlainDate())}`;
    const at = createdAt.epochMilliseconds;
    if (at === newest) return oldest === newest ? null : `mais recente, ${since}`;
    return at === oldest ? `mais antigo, ${since}` : since;
  });
}

/** Somebody of each who is in no other one of them. */
async function ownMembersOf(em: Em, groups: readonly Group[]): Promise<Facts> {
  const members = await em.find(
    GroupMember,
    { group: { $in: groups.map(({ id }) => id) } },
    { populate: ['contact'], orderBy: { id: 'asc' }, limit: MEMBERS },
  );
  const places = Map.groupBy(members, ({ memberKey }) => memberKey);
  const own = new Map<number, string>();
  for (const { group, memberKey, contact, phone } of members) {
    const who = contact?.name ?? (phone ? phoneText(phone) : null);
    if (who !== null && places.get(memberKey)!.length === 1 && !own.has(group.id)) own.set(group.id, `com ${who}`);
  }
  return own;
}
