import { expect, test } from 'vitest';
import { sentences } from './conversation.ts';

const about = { id: 7, title: '', timezone: 'America/Sao_Paulo', description: 'todo dia às 09:00' };
const first = Temporal.Instant.from('2026-11-24T12:00:00Z');
const last = Temporal.Instant.from('2026-11-26T12:00:00Z');

test.for([
  [{ missed: 1, sentLate: false }, 'um envio do nº *7* se perdeu: ter 24/11/2026 às 09:00'],
  [
    { missed: 3, sentLate: false },
    '3 envios do nº *7* se perderam: de ter 24/11/2026 às 09:00 a qui 26/11/2026 às 09:00',
  ],
  [{ missed: 1, sentLate: true }, 'O mais recente saiu agora, atrasado'],
  [{ missed: 1, sentLate: false, title: 'Bom dia da loja' }, 'nº *7* (Bom dia da loja)'],
] as const)('what was missed: %j', ([data, expected]) => {
  const text = sentences.reply('avisos/perdidos', { ...about, first, last, goesOn: true, ...data });
  expect(text).toContain(expected);
  expect(text.includes('atrasado')).toBe(data.sentLate);
});

test('what was missed says whether more will come', () => {
  const says = (goesOn: boolean) =>
    sentences.reply('avisos/perdidos', { ...about, first, last, missed: 1, sentLate: false, goesOn });
  expect(says(true)).toContain('O agendamento continua: todo dia às 09:00.');
  expect(says(false)).toContain('Ele não tem outros envios');
});

test.for([
  [{ left: 1 }, '(1 mensagem falta)'],
  [{ left: 1200, title: 'Ofertas' }, '(1.200 mensagens faltam)'],
] as const)('a run that was skipped names the one under way: %j', ([data, expected]) => {
  const text = sentences.reply('avisos/sobreposto', { ...about, skipped: last, running: first, ...data });
  expect(text).toContain('Pulei o envio de qui 26/11/2026 às 09:00 do nº *7*');
  expect(text).toContain('o de ter 24/11/2026 às 09:00 ainda está saindo');
  expect(text).toContain(expected);
});

test('a run that was skipped because the day’s limit is reached says so', () => {
  const run = { skipped: last, running: first, left: 2, isCapped: true };
  const text = sentences.reply('avisos/sobreposto', { ...about, ...run });
  expect(text).toContain('o de ter 24/11/2026 às 09:00 parou no limite de mensagens do dia e continua outro dia (2 ');
  expect(text).not.toContain('ainda está saindo');
});

test('a run that the day’s limit cut off says how many wait, and until when', () => {
  const text = sentences.reply('avisos/limite', { ...about, plannedAt: first, until: last, left: 50, cap: 100 });
  expect(text).toBe(
    '⏸️ Este número chegou ao limite de 100 mensagens por dia. Do envio de ter 24/11/2026 às 09:00 do nº *7*, 50 mensagens ficam para depois e saem a partir de qui 26/11/2026 às 09:00.',
  );
});

test.for([
  [1, [{ reason: 'not_on_whatsapp', names: ['Ana'], more: 0 }], '1 mensagem não foi entregue'],
  [
    8,
    [
      { reason: 'not_on_whatsapp', names: ['Ana', 'Bia'], more: 5 },
      { reason: 'missing_variables', names: ['Caio'], more: 0 },
    ],
    '8 mensagens não foram entregues',
  ],
] as const)('what did not arrive, and why: %j', ([count, failures, expected]) => {
  const text = sentences.reply('avisos/falhas', { ...about, plannedAt: first, count, failures });
  expect(text.split('\n')).toEqual([
    `⚠️ No envio do nº *7* de ter 24/11/2026 às 09:00, ${expected}:`,
    `• o número não está no WhatsApp: ${count === 1 ? 'Ana' : 'Ana, Bia e mais 5'}`,
    ...(count === 1 ? [] : ['• faltou um dado do contato para o texto: Caio']),
    'Para saber mais ou enviar de novo: */envios falhas*',
  ]);
});

test('a recall names what could not be deleted, and why', () => {
  const failures = [{ reason: 'recall_too_old', names: ['Ana', 'Bia'], more: 0 }];
  const text = sentences.reply('avisos/recolhido', { ...about, plannedAt: first, deleted: 3, total: 5, failures });
  expect(text.split('\n')).toEqual([
    '🧹 Recolhi o envio do nº *7* de ter 24/11/2026 às 09:00: apaguei 3 de 5.',
    'Não deu para apagar:',
    '• passou do prazo do WhatsApp para apagar (cerca de dois dias): Ana, Bia',
  ]);
});

const until = Temporal.Instant.from('2026-11-24T12:40:00Z');
const outage = { name: 'Loja', timezone: 'America/Sao_Paulo', now: until, since: first };

test.for([
  ['sem_conexao', { state: 'close', waiting: 12 }, ['desde ter 24/11 às 09:00', '12 mensagens esperam', 'parear']],
  ['sem_conexao', { state: 'unknown', waiting: 0 }, ['O gateway não responde']],
  ['conexao_voltou', { until, waiting: 12 }, ['de ter 24/11 às 09:00 a ter 24/11 às 09:40', '12 mensagens esperavam']],
  ['conexao_voltou', { until, waiting: 1 }, ['Uma mensagem esperava: a conexão não segura mais nada.']],
  ['conexao_voltou', { until, waiting: 0 }, ['Nenhuma mensagem ficou esperando.']],
  [
    'pausa',
    { count: 5, reason: 'gateway_failed', resumeAt: until, waiting: 3 },
    ['Parei os envios de *Loja*: 5 falhas seguidas (o gateway do WhatsApp deu erro)', 'Às 09:40 tento'],
  ],
  ['pausa_fim', { waiting: 1 }, ['desde ter 24/11 às 09:00, voltaram: 1 mensagem esperava.']],
  ['restrito', { count: 3, retryAt: until }, ['para 3 pessoas com quem', 'ter 24/11 às 09:40 tento uma delas']],
  ['restrito_fim', { waiting: 2 }, ['conversas novas outra vez: 2 mensagens esperavam e seguem agora']],
  ['numeros_errados', { count: 5 }, ['5 números seguidos não estão no WhatsApp']],
  ['grupo_fechado', { schedules: [] }, ['Nenhum agendamento escreve nele']],
  [
    'grupo_fechado',
    { schedules: [{ id: 7, title: '', status: 'active', description: 'todo dia às 09:00' }] },
    ['• nº *7*: todo dia às 09:00', '/editar 7 grupo NOME', '/cancelar 7'],
  ],
] as const)('what happened to a number or a group: %s %j', ([name, data, expected]) => {
  const text = sentences.reply(`avisos/${name}`, { ...outage, ...data });
  for (const part of expected) expect(text).toContain(part);
});

test('a schedule that paused itself: why, and what can be done', () => {
  const text = sentences.reply('avisos/parado', { ...about, count: 3, reason: 'not_on_whatsapp' });
  expect(text).toContain('Parei o nº *7*: todo dia às 09:00. Os últimos 3 envios não chegaram a ninguém');
  expect(text).toContain('o número não está no WhatsApp');
  expect(text).toContain('/retomar 7');
});
