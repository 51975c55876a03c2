import { expect, onTestFinished, test } from 'vitest';
import { Delivery } from '../../src/db/entities/index.ts';
import { fireDue } from '../../src/delivery/fire.ts';
import { silentLogger } from '../../src/logger.ts';
import { createGroup } from '../../src/scheduling/create-group.ts';
import { BIRTHDAY_GROUP } from '../../src/scheduling/seed.ts';
import { runWork, SYSTEM } from '../../src/scheduling/work.ts';
import { conversation } from '../chat/conversation.ts';
import { workDeps } from '../chat/helpers.ts';

/** What leaves at nine on some days of one year, and to whom. */
const CALENDAR = [
  ['2026-11-25', ['Parabéns, Dora!']],
  ['2026-11-26', []],
  ['2027-02-27', []],
  ['2027-02-28', ['Parabéns, Bento!']], // born on 29 February
  ['2027-03-01', []],
  ['2027-11-25', ['Parabéns, Dora!']],
  ['2028-02-28', []],
  ['2028-02-29', ['Parabéns, Bento!']],
] as const;

test('every morning the contacts whose day it is are written to, and nobody else', async () => {
  const talk = await conversation();
  onTestFinished(() => talk.close());
  const work = workDeps(talk.database.em, talk.clock);
  await runWork(work, SYSTEM, current =>
    createGroup(current, { name: BIRTHDAY_GROUP, kind: 'dynamic', rule: 'birthday' }),
  );
  await talk.asks('/contato novo Dora Alves 41 99111-0003 nascimento 25/11/1988');
  await talk.asks('/contato novo Bento Cruz 41 99111-0004 nascimento 29/02/2000');
  await talk.asks('/modelo novo aniversario Parabéns, {{primeiro_nome}}!');
  expect(await talk.asks('/agendar todo dia 9h aniversariantes modelo aniversario')).toContain('todo dia às 09:00');

  const deps = {
    ...{ work, processId: 'test', logger: silentLogger, say: (template: string) => template },
    channelFor: async () => talk.gateway.channel(),
  };
  const seen = new Set<number>();
  for (const [day, texts] of CALENDAR) {
    talk.clock.set(`${day}T09:00:00-03:00`);
    await fireDue(deps);
    const fresh = (await talk.database.orm.em.fork().find(Delivery, {})).filter(({ id }) => !seen.has(id));
    for (const { id } of fresh) seen.add(id);
    expect([day, fresh.map(({ text }) => text)]).toEqual([day, texts]);
  }
});
