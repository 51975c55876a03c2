import { afterEach, beforeEach, expect, test } from 'vitest';
import { Delivery, Group, Occurrence, Schedule } from '../../src/db/entities/index.ts';
import { createGroup } from '../../src/scheduling/create-group.ts';
import { BIRTHDAY_GROUP } from '../../src/scheduling/seed.ts';
import { runWork, SYSTEM } from '../../src/scheduling/work.ts';
import { type Conversation, conversation, sentences } from '../chat/conversation.ts';
import { workDeps } from '../chat/helpers.ts';

let talk: Conversation;
beforeEach(async () => {
  talk = await conversation();
  await runWork(workDeps(talk.database.em, talk.clock), SYSTEM, work =>
    createGroup(work, { name: BIRTHDAY_GROUP, kind: 'dynamic', rule: 'birthday' }),
  );
  await talk.asks('/grupo lista clientes');
});
afterEach(() => talk.close());

test.for([
  ['/enviar aniversariantes mensagem Parabéns!', 'Não enviei nada: hoje nenhum contato faz aniversário.'],
  ['/enviar aniversariantes mensagem Parabéns, {{primeiro_nome}}!', 'hoje nenhum contato faz aniversário'],
  [
    '/enviar grupo clientes mensagem Oi',
    'a lista *clientes* está vazia. Para incluir alguém: */grupo incluir clientes: NOME*',
  ],
  ['/enviar grupo clientes aniversariantes mensagem Oi', 'Não enviei nada'],
] as const)('%s says that there is nobody, and sends nothing', async ([line, expected]) => {
  const reply = await talk.asks(line);
  expect(reply).toContain(expected);
  expect(reply).not.toContain('Enviando');
  expect(await talk.database.em.count(Delivery)).toBe(0);
});

test('with somebody beside the empty list it goes to her', async () => {
  expect(await talk.asks('/enviar grupo clientes contato Ana Lima mensagem Oi')).toContain('Enviando agora');
  expect(await talk.database.em.count(Delivery)).toBe(1);
});

test('what is to come is promised to whoever will be there', async () => {
  expect(await talk.asks('/agendar amanhã 9h grupo clientes mensagem Oi')).toContain('não há ninguém nessa lista');
  const ofDay = await talk.asks('/agendar todo dia 9h aniversariantes mensagem Parabéns!');
  expect(ofDay).toContain('No primeiro dia ninguém faz aniversário');
});

test('the agenda shows a run without anybody as that, not as sent', async () => {
  await talk.asks('/agendar todo dia 9h grupo clientes mensagem Oi');
  talk.clock.set('2026-11-25T10:00:00-03:00');
  const em = talk.database.orm.em.fork();
  await em.nativeUpdate(Occurrence, { schedule: 1 }, { status: 'done', reason: 'no_recipients' });
  expect(await talk.asks('/agenda hoje')).toContain('▫️ 09:00 para ninguém: nº *1*');
});

test('nothing is made up for to nobody', async () => {
  await talk.asks('/agendar todo dia 9h grupo clientes mensagem Oi');
  const em = talk.database.orm.em.fork();
  await em.nativeUpdate(Schedule, { id: 1 }, { createdAt: Temporal.Instant.from('2026-11-01T12:00:00Z') });
  const plannedAt = Temporal.Instant.from('2026-11-23T12:00:00Z');
  em.create(Occurrence, { schedule: 1, plannedAt, dueAt: plannedAt, status: 'missed', reason: 'too_late' });
  await em.flush();
  expect(await talk.asks('/repor 1 ontem')).toBe('🤔 Não enviei nada: não há ninguém para receber.');
});

test.for([
  [0, 'grupo do WhatsApp, ainda não sei com quantas pessoas'],
  [1, '1 pessoa'],
  [12, '12 pessoas'],
] as const)('of a WhatsApp group %d people are shown as: %s', async ([membersCount, expected]) => {
  await talk.database.orm.em.fork().nativeUpdate(Group, { name: 'Vendas' }, { membersCount });
  expect(await talk.asks('/grupos vendas')).toContain(`*Vendas*: ${expected}`);
  expect(await talk.asks('/enviar grupo vendas mensagem Oi')).not.toContain('0 pessoas');
  expect(await talk.database.em.count(Delivery)).toBe(1);
});

test('an empty list has no people, and that is known', async () => {
  expect(await talk.asks('/grupos clientes')).toContain('lista, 0 pessoas');
});

const plannedAt = Temporal.Instant.from('2026-11-25T12:00:00Z');
const about = { id: 4, title: '', plannedAt, now: plannedAt, timezone: 'America/Sao_Paulo' };
test.for([
  [{ lists: ['clientes'] }, ['a lista *clientes* está vazia', 'uma vez por semana', '*/grupo incluir clientes: NOME*']],
  [{ lists: ['a', 'b'] }, ['as listas a e b estão vazias']],
  [{ isBirthday: true }, ['nenhum contato faz aniversário nesse dia', 'se passar um mês sem nenhum']],
  [{ lists: ['clientes'], isOptedOut: true }, ['quem receberia pediu para não receber']],
  [{}, ['quem receberia não está mais nos contatos', '*/cancelar 4*']],
  [{ goesOn: false }, ['Ele não tem outros envios.']],
] as const)('the notice of %j', ([data, expected]) => {
  const text = sentences.reply('avisos/ninguem', {
    ...{ ...about, description: 'todo dia às 09:00', lists: [], isBirthday: false, isOptedOut: false, goesOn: true },
    ...data,
  });
  for (const part of ['nº *4* de qua 25/11 às 09:00 não saiu para ninguém', ...expected]) expect(text).toContain(part);
});
