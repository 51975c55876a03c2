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

const nobody = { count: 0, names: [], more: 0 };
const list = (count: number, ...names: string[]) => ({
  count,
  names: names.map((name, id) => ({ id, name, reason: 'x' })),
  more: count - names.length,
});

test.for([
  [{ failed: list(1, 'Ana'), uncertain: nobody }, ['1 mensagem não foi entregue: Ana'], ['pode ou não']],
  [{ failed: list(7, 'Ana', 'Bia'), uncertain: nobody }, ['7 mensagens não foram entregues: Ana, Bia e mais 5'], []],
  [
    { failed: nobody, uncertain: list(1, 'Ana') },
    ['1 mensagem pode ou não ter chegado: Ana. Não repeti'],
    ['entregue'],
  ],
] as const)('what did not arrive: %j', ([data, expected, absent]) => {
  const text = sentences.reply('avisos/falhas', { ...about, plannedAt: first, ...data });
  for (const part of expected) expect(text).toContain(part);
  for (const part of absent) expect(text).not.toContain(part);
});
