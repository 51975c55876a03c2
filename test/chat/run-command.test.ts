import { afterEach, beforeEach, expect, test } from 'vitest';
import type { AdminRole } from '../../src/db/entities/index.ts';
import { OutboxMessage, Schedule } from '../../src/db/entities/index.ts';
import type { Actor } from '../../src/scheduling/work.ts';
import { type Conversation, conversation } from './conversation.ts';

let talk: Conversation;
beforeEach(async () => {
  talk = await conversation();
});
afterEach(() => talk.close());

const user = (id: number, role: AdminRole = 'editor'): Actor => ({
  type: 'user',
  id,
  name: `user ${id}`,
  role,
  source: 'api',
});
const run = (text: string, actor = user(1)) => talk.chat.runCommand(actor, text);
const RISKY = '/agendar daqui a 1 minuto grupos vendas e suporte modelo bomdia';

test('a command done has a reply and a result, and says nothing by WhatsApp', async () => {
  const answer = await run('/agendar amanhã 9h grupo vendas modelo bomdia');
  expect(answer).toEqual({
    ok: true,
    reply: expect.stringContaining('Agendado'),
    question: null,
    result: { schedule: 1 },
  });
  expect(await talk.database.em.count(OutboxMessage, {})).toBe(0);
  const schedule = await talk.database.em.findOneOrFail(Schedule, 1);
  expect([schedule.source, schedule.createdBy, schedule.createdByAdmin]).toEqual(['api', 'user 1', null]);
});

test('a question has its options and its end, and is answered by the next text', async () => {
  const asked = await run(RISKY);
  expect(asked.ok).toBe(true);
  expect(asked.question).toEqual({
    id: expect.any(Number),
    options: ['sim', 'não'],
    expires_at: '2026-11-24T10:10:00-03:00',
  });
  expect(await run('sim')).toMatchObject({ ok: true, question: null, result: { schedule: 1 } });
});

test('questions are kept per user', async () => {
  await run(RISKY, user(1));
  expect((await run('sim', user(2))).ok).toBe(false);
  expect((await run('sim', user(1))).ok).toBe(true);
});

test('a refusal is no success and leaves nothing behind', async () => {
  const answer = await run('/agendar ontem 9h grupo vendas modelo bomdia');
  expect(answer).toEqual({ ok: false, reply: expect.stringContaining('já passou'), question: null, result: null });
  expect(await talk.database.em.count(Schedule, {})).toBe(0);
});

test('a role is held to', async () => {
  expect((await run('/cancelar 1', user(1, 'viewer'))).reply).toContain('permissão');
  expect((await run('/status', user(1, 'viewer'))).ok).toBe(true);
});

test('the slash may be left out', async () => {
  expect((await run('agendamentos')).reply).toContain('Nenhum agendamento');
});

test('what is open when another text comes is asked about again', async () => {
  const asked = await run(RISKY);
  const again = await run('talvez');
  expect(again.ok).toBe(false);
  expect(again.question?.id).toBe(asked.question?.id);
});

test('two requests of one user at once both get their answer', async () => {
  const answers = await Promise.all([run(RISKY), run(RISKY), run(RISKY)]);
  expect(answers.map(answer => answer.ok)).toEqual([true, true, true]);
  expect((await run('sim')).ok).toBe(true);
  expect(await talk.database.em.count(Schedule, {})).toBe(1);
});

test.for([
  ['never', '/agendar daqui a 1 minuto grupos vendas e suporte modelo bomdia', false],
  ['never', '/agendar amanhã 9h grupo vnedas modelo bomdia', true],
  ['risky', '/agendar amanhã 9h grupo vendas modelo bomdia', false],
  ['risky', '/agendar a cada 10 minutos grupo vendas modelo bomdia', true],
  ['always', '/agendar amanhã 9h grupo vendas modelo bomdia', true],
  ['always', '/status', false],
] as const)('CONFIRM=%s: “%s” is asked about: %s', async ([confirm, text, isAsked]) => {
  await talk.close();
  talk = await conversation({ confirm });
  expect((await run(text)).question !== null).toBe(isAsked);
});

test('reading the groups is done after the command, also for a user', async () => {
  talk.gateway.groups.push({ id: '120363000000000031@g.us', subject: 'Entregas', participants: [] });
  expect((await run('/grupo sincronizar')).ok).toBe(true);
  await talk.chat.inbox.drain();
  expect((await run('/grupos entregas')).reply).toContain('*Entregas*');
});
