import { afterEach, beforeEach, expect, test } from 'vitest';
import { Occurrence } from '../../src/db/entities/index.ts';
import { type NOTE_CODES, type NoteCode, type NoteDetails, note } from '../../src/scheduling/trail.ts';
import type { Work } from '../../src/scheduling/work.ts';
import { type Conversation, conversation, EDITOR } from '../chat/conversation.ts';
import { delivered, runOf } from './deliveries.ts';

let talk: Conversation;
beforeEach(async () => {
  talk = await conversation();
});
afterEach(() => talk.close());

const at = (text: string) => Temporal.Instant.from(text);
const stepsOf = (reply: string) => reply.split('\n').filter(line => line.startsWith('•'));

test('a message of a schedule: who planned it, what changed, by which list, and how it arrived', async () => {
  await talk.asks('/grupo lista clientes: Ana Lima');
  await talk.asks('/agendar todo dia 9h grupo clientes mensagem Oi', { from: EDITOR });
  talk.clock.advance({ minutes: 5 });
  await talk.asks('/pausar 1');
  talk.clock.advance({ minutes: 5 });
  await talk.asks('/retomar 1');
  const run = await runOf(talk, 1);
  const fired = at('2026-11-25T12:00:01Z');
  await talk.database.orm.em.fork().nativeUpdate(Occurrence, run.occurrence.id, { status: 'done', firedAt: fired });
  const id = await delivered(talk, {
    ...{ ...run, createdAt: fired, dueAt: at('2026-11-25T12:00:00Z'), status: 'read', attempts: 1 },
    ...{ sentAt: at('2026-11-25T12:00:04Z'), deliveredAt: at('2026-11-25T12:00:06Z') },
    readAt: at('2026-11-25T12:30:00Z'),
  });
  const reply = await talk.asks(`/porque ${id}`);
  expect(reply).toContain(`*Mensagem ${id}* para Ana Lima: lida\n“Oi, Ana”`);
  expect(stepsOf(reply)).toEqual([
    '• ter 24/11 às 10:00: Edu agendou o nº 1: todo dia às 09:00.',
    '• ter 24/11 às 10:05: Olga pausou o agendamento.',
    '• ter 24/11 às 10:10: Olga retomou o agendamento.',
    '• qua 25/11 às 09:00:01: chegou a hora; está na lista clientes.',
    '• qua 25/11 às 09:00:04: enviada.',
    '• qua 25/11 às 09:00:06: chegou ao aparelho.',
    '• qua 25/11 às 09:30: foi lida.',
  ]);
});

test('a moved run says from when', async () => {
  await talk.asks('/agendar todo dia 9h contato Ana Lima mensagem Oi');
  const run = await runOf(talk, 1);
  const moved = { dueAt: at('2026-11-25T13:00:00Z'), firedAt: at('2026-11-25T13:00:00Z') };
  await talk.database.orm.em.fork().nativeUpdate(Occurrence, run.occurrence.id, moved);
  const id = await delivered(talk, { ...run, status: 'sending' });
  expect(await talk.asks(`/porque ${id}`)).toContain('chegou a hora, adiada: era qua 25/11 às 09:00.');
});

test.for([
  ['failed', 'not_on_whatsapp', 1, 'não foi enviada: o número não está no WhatsApp.'],
  ['failed', 'gateway_busy', 4, 'não foi enviada: o gateway do WhatsApp estava ocupado, depois de 4 tentativas.'],
  [
    'uncertain',
    'interrupted',
    1,
    'não sei se chegou, e não repeti para ninguém receber duas vezes: parei no meio do envio.',
  ],
  ['skipped', 'opted_out', 0, 'pulada: pediu para não receber.'],
  ['cancelled', 'schedule_cancelled', 0, 'cancelada: o agendamento foi cancelado.'],
  [
    ...(['held', 'restricted', 0] as const),
    'espera a vez: o WhatsApp não deixava este número começar conversas novas; prazo: ter 24/11 às 11:00.',
  ],
  [
    ...(['waiting_connection', 'not_connected', 0] as const),
    'espera a vez: o WhatsApp estava desconectado; prazo: ter 24/11 às 11:00.',
  ],
  ['queued', 'silence', 0, 'espera o fim do silêncio; prazo: ter 24/11 às 11:00.'],
  ['failed', 'silence', 0, 'não foi enviada: os envios estavam em silêncio.'],
  [
    'queued',
    'daily_cap',
    0,
    'espera a vez: o limite de mensagens do dia foi atingido; próxima tentativa: ter 24/11 às 10:00, prazo: ter 24/11 às 11:00.',
  ],
] as const)('%s for %s', async ([status, reason, attempts, told]) => {
  const id = await delivered(talk, { status, reason, attempts });
  const reply = await talk.asks(`/porque ${id}?`);
  expect(stepsOf(reply).at(-1)).toBe(`• ter 24/11 às 10:00: ${told}`);
  expect(reply.includes('/reenviar')).toBe(status === 'failed' || status === 'uncertain');
});

test('a second try tells who asked for it, and why the first was none', async () => {
  const id = await delivered(talk, { status: 'failed', reason: 'not_connected' });
  talk.clock.advance({ minutes: 1 });
  await talk.asks(`/reenviar ${id}`, { from: EDITOR });
  expect(stepsOf(await talk.asks(`/porque ${id}`))).toContain(
    '• ter 24/11 às 10:01: Edu pediu para enviar de novo (antes: o WhatsApp estava desconectado).',
  );
});

test('a message that was sent at once names who sent it', async () => {
  await talk.asks('/enviar contato Ana Lima mensagem Oi', { from: EDITOR });
  expect(stepsOf(await talk.asks('/porque 1'))[0]).toBe('• ter 24/11 às 10:00: Edu mandou enviar na hora.');
});

test('a message that does not exist', async () => {
  expect(await talk.asks('/porque 99')).toContain('Não existe envio com esse número (99)');
});

const NOTED: Record<(typeof NOTE_CODES)[number], [details: NoteDetails | null, told: string]> = {
  answered: [{ by: 'Edu', answer: 'sim' }, 'Edu respondeu “sim” à pergunta se devia enviar de novo.'],
  asked: [{ of: ['Olga', 'Edu'] }, 'perguntei a Olga e Edu se devia enviar de novo.'],
  asked_late: [{ of: ['Edu'] }, 'ficou atrasada; perguntei a Edu se ainda devia enviar.'],
  attempt_failed: [
    { reason: 'gateway_busy', attempt: 1 },
    'a tentativa 1 não deu certo: o gateway do WhatsApp estava ocupado.',
  ],
  decided: [{ by: 'Edu', answer: 'send' }, 'Edu mandou enviar mesmo atrasada.'],
  found: [{ how: 'search' }, 'achei a mensagem no gateway: tinha saído.'],
  interrupted: [null, 'parei no meio do envio: não dava para saber se a mensagem saiu.'],
  looked_for: [{ times: 3 }, 'procurei a mensagem no gateway e não achei.'],
  recall_failed: [
    { by: 'Edu', reason: 'recall_too_old' },
    'não consegui apagar: passou do prazo do WhatsApp para apagar (cerca de dois dias).',
  ],
  recall_wanted: [{ by: 'Edu' }, 'Edu mandou apagar para todos.'],
  recalled: [{ by: 'Edu' }, 'foi apagada para todos.'],
  resent: [{ by: null }, 'voltou para a fila, como o agendamento pede para envios incertos.'],
  search_failed: [
    { reason: 'gateway_unreachable' },
    'quis procurar a mensagem no gateway e não consegui: o gateway do WhatsApp não respondeu.',
  ],
  told: [{ of: ['Olga'] }, 'avisei Olga.'],
  waited: [
    { reason: 'daily_cap', until: '2026-11-25T03:00:00Z' },
    'ficou esperando: o limite de mensagens do dia foi atingido; até qua 25/11 às 00:00.',
  ],
};

test.for(Object.entries(NOTED))('a note %s is told', async ([code, [details, told]]) => {
  const id = await delivered(talk, { status: 'sent', sentAt: talk.clock.now() });
  const work = { em: talk.database.orm.em.fork(), now: talk.clock.now() } as Work;
  note(work, { id, evolutionConfig: { id: talk.config.id } }, code as NoteCode, details);
  await work.em.flush();
  expect(stepsOf(await talk.asks(`/porque ${id}`))).toContain(`• ter 24/11 às 10:00: ${told}`);
});
