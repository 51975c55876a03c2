import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readPastPeriod } from '../../commands/shared/past-period.ts';
import { type Conversation, conversation } from '../chat/conversation.ts';
import { delivered } from './deliveries.ts';

let talk: Conversation;
beforeEach(async () => {
  talk = await conversation();
});
afterEach(() => talk.close());

const at = (text: string) => Temporal.Instant.from(text);

describe('the period', () => {
  const now = Temporal.ZonedDateTime.from('2026-11-24T10:00[America/Sao_Paulo]');
  test.for([
    ['', '2026-11-18', '2026-11-25'],
    ['semana', '2026-11-18', '2026-11-25'],
    ['da última semana', '2026-11-18', '2026-11-25'],
    ['hoje', '2026-11-24', '2026-11-25'],
    ['Ontem', '2026-11-23', '2026-11-24'],
    ['mês', '2026-11-01', '2026-11-25'],
    ['mês passado', '2026-10-01', '2026-11-01'],
    ['últimos 30 dias', '2026-10-26', '2026-11-25'],
    ['esta semana', '2026-11-23', '2026-11-25'],
    ['semana passada', '2026-11-16', '2026-11-23'],
    ['10/11 a 15/11', '2026-11-10', '2026-11-16'],
    ['sexta passada', '2026-11-20', '2026-11-21'],
  ] as const)('“%s” is from %s to before %s', ([words, from, to]) => {
    const period = readPastPeriod(words, now);
    expect([period.from, period.to].map(time => time.toPlainDateTime().toString())).toEqual([
      `${from}T00:00:00`,
      `${to}T00:00:00`,
    ]);
  });

  test.for(['ano que vem', '0 dias', '999 dias'])('“%s” is not understood', words => {
    expect(() => readPastPeriod(words, now)).toThrow(expect.objectContaining({ code: 'unread_words' }));
  });
});

test('what was read has arrived, what arrived was sent, and each trouble is told', async () => {
  const yesterday = { dueAt: at('2026-11-23T12:00:00Z'), sentAt: at('2026-11-23T12:00:04Z') };
  await delivered(talk, { ...yesterday, status: 'read' });
  await delivered(talk, { ...yesterday, status: 'delivered' });
  await delivered(talk, { status: 'sent', sentAt: at('2026-11-24T13:00:02Z') });
  await delivered(talk, { status: 'failed' });
  await delivered(talk, { status: 'uncertain' });
  await delivered(talk, { status: 'queued' });
  await delivered(talk, { status: 'skipped', dueAt: at('2026-10-01T12:00:00Z') });
  expect(await talk.asks('/estatisticas')).toBe(
    [
      '*Números: últimos 7 dias* (18/11/2026 a 24/11/2026)\n',
      '• 3 mensagens enviadas: 2 chegaram, 1 foi lida',
      '• ❌ 1 falhou: */envios falhas*',
      '• ❓ 1 pode ou não ter chegado',
      '• ⏳ 1 ainda na fila',
      '• ⏱️ Na hora\n',
      '*Por dia*',
      '23/11/2026: 2 enviadas',
      '24/11/2026: 1 enviada, 1 falha, 1 incerta\n',
      '0 agendamentos ativos · 2 contatos',
    ].join('\n'),
  );
});

test.for([
  [[4, 40, 59], 'Na hora\n'],
  [[2, 2, 60, 1, 3_600], 'Quase todos na hora; o mais atrasado, 1 h\n'],
  [[2, 3, 4_800], 'A maioria na hora; o mais atrasado, 1 h 20 min\n'],
  [[300, 600, 200_000], 'A maioria atrasou, metade deles mais de 10 min; o mais atrasado, 2 dias\n'],
] as const)('%j seconds after they were due: %s', async ([lateSeconds, expected]) => {
  const dueAt = at('2026-11-23T12:00:00Z');
  for (const seconds of lateSeconds) await delivered(talk, { dueAt, sentAt: dueAt.add({ seconds }), status: 'sent' });
  expect(await talk.asks('/estatisticas')).toContain(`⏱️ ${expected}`);
});

test('an empty day says so, and who asked to stop is counted', async () => {
  await talk.says('SAIR', { from: '5541991110001' });
  expect(await talk.asks('/estatísticas hoje')).toBe(
    [
      '*Números: hoje* (24/11/2026)\n',
      'Nenhuma mensagem nesse período.\n',
      '0 agendamentos ativos · 2 contatos · 1 pessoa pediu para não receber',
    ].join('\n'),
  );
});
