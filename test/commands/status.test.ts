import { afterEach, beforeEach, expect, test } from 'vitest';
import { EvolutionConfig, Schedule } from '../../src/db/entities/index.ts';
import { type Conversation, conversation } from '../chat/conversation.ts';
import { delivered } from './deliveries.ts';

let talk: Conversation;
beforeEach(async () => {
  talk = await conversation();
});
afterEach(() => talk.close());

const at = (iso: string) => Temporal.Instant.from(iso);
const NINE = at('2026-11-24T09:00:00-03:00');
const LATER = at('2026-11-24T10:05:00-03:00');

test.for([
  [{ state: 'open', stateAt: NINE }, '🟢 Loja: conectado'],
  [{ state: 'close', stateAt: NINE }, '🔴 Loja: desconectado desde ter 24/11 às 09:00'],
  [{ state: 'connecting', stateAt: NINE }, '🟡 Loja: reconectando desde ter 24/11 às 09:00'],
  [{ state: 'unknown', stateAt: NINE }, '🔴 Loja: o gateway não responde desde ter 24/11 às 09:00'],
  [{ state: 'unknown', stateAt: null }, '⚪ Loja: ainda não sei'],
  [
    { state: 'restricted', stateAt: NINE, restrictedAt: NINE, restrictedUntil: LATER },
    '🟠 Loja: o WhatsApp não deixa começar conversas novas; tento de novo ter 24/11 às 10:05',
  ],
  [{ state: 'open', pausedAt: NINE, pauseReason: 'férias' }, '⏸️ Loja: pausado (férias)'],
  [{ state: 'open', pausedAt: NINE }, '⏸️ Loja: pausado'],
  [
    {
      state: 'open' as const,
      ...{ pausedAt: NINE, resumeAt: LATER, failuresInRow: 5 },
      ...{ pauseReason: 'failures:gateway_failed', failingCode: 'gateway_failed' },
    },
    '⏸️ Loja: parou sozinho depois de falhas seguidas (o gateway do WhatsApp deu erro); uma mensagem testa às 10:05',
  ],
] as const)('a number that is %j', async ([facts, line]) => {
  await talk.database.orm.em.fork().nativeUpdate(EvolutionConfig, talk.config.id, facts);
  expect((await talk.asks('/status')).split('\n')).toContain(line);
});

test('how many messages wait for it', async () => {
  await delivered(talk, { status: 'waiting_connection', reason: 'not_connected' });
  await delivered(talk, { status: 'held', reason: 'restricted' });
  expect(await talk.asks('/status')).toMatch(/Loja: .* · 2 esperam/);
});

test.for([
  ['failed_runs', 'os últimos envios não chegaram a ninguém'],
  ['gateway_connected', 'era do simulador, e agora há um número de verdade'],
  ['férias', 'férias'],
] as const)('a schedule that is paused for %s says it in words, alone and in lists', async ([pauseReason, words]) => {
  await talk.asks('/agendar todo dia 9h contato Ana Lima mensagem Oi');
  await talk.database.orm.em.fork().nativeUpdate(Schedule, 1, { status: 'paused', pauseReason });
  expect(await talk.asks('/ver 1')).toContain(`(pausado: ${words})`);
  expect(await talk.asks('/agendamentos pausados')).toContain(`(pausado: ${words})`);
});
