import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DELIVERY_STATUSES } from '../../src/db/entities/index.ts';
import { type Conversation, conversation, sentences } from '../chat/conversation.ts';
import { delivered } from './deliveries.ts';

let talk: Conversation;
beforeEach(async () => {
  talk = await conversation();
});
afterEach(() => talk.close());

const at = (text: string) => Temporal.Instant.from(text);

describe('/envios', () => {
  beforeEach(async () => {
    await delivered(talk, { status: 'read', sentAt: at('2026-11-24T12:00:03Z') });
    await delivered(talk, { status: 'failed', reason: 'not_on_whatsapp', recipientName: 'Bruno Reis' });
    await delivered(talk, { status: 'uncertain', recipientName: 'Caio', dueAt: at('2026-11-20T12:00:00Z') });
  });

  test('shows the newest first, with what became of each', async () => {
    expect(await talk.asks('/envios')).toBe(
      [
        '*Envios* (3)\n',
        '*2* ❌ ter 24/11 às 10:00 · Bruno Reis: não foi enviada (o número não está no WhatsApp)',
        '*1* ✅ ter 24/11 às 09:00 · Ana Lima: lida',
        '*3* ❓ sex 20/11 às 09:00 · Caio: pode ou não ter chegado\n',
        'Para saber o que houve: */porque 2* · para enviar de novo: */reenviar 2*',
      ].join('\n'),
    );
  });

  test.for([
    ['/envios hoje', ['*2*', '*1*']],
    ['/envios falhas', ['*2*', '*3*']],
    ['/envios hoje, falhas', ['*2*']],
  ] as const)('%s', async ([line, ids]) => {
    const rows = (await talk.asks(line)).split('\n').filter(row => row.includes('·') && !row.startsWith('Para'));
    expect(rows.map(row => row.split(' ', 1)[0])).toEqual(ids);
  });

  test('of a schedule that sent nothing yet', async () => {
    expect(await talk.asks('/envios 7')).toBe('Nenhum envio do nº 7 por enquanto.');
    expect(await talk.asks('/envios falhas #7')).toBe('Nenhuma falha do nº 7. 👍');
  });

  test('go on on the next page', async () => {
    for (let more = 0; more < 13; more++) await delivered(talk);
    expect(await talk.asks('/envios')).toContain('Página 1 de 2. Continua em */envios página 2*');
    expect(await talk.asks('/envios página 2')).toContain('*3* ❓');
    expect(await talk.asks('/envios página 9')).toContain('Essa página não existe: são 2 páginas');
  });

  test('what is not understood is told', async () => {
    expect(await talk.asks('/envios ontem')).toContain('Não entendi “ontem”');
  });
});

describe('words of the log', () => {
  test.for(DELIVERY_STATUSES)('%s', status => {
    expect(sentences.reply('envios/situacao', { status })).toMatch(/^\S[\p{L} ]+$/u);
  });

  test('every reason that leaves a message unsent for good has words, not a code', () => {
    const source = readFileSync(resolve(import.meta.dirname, '../../src/whatsapp/evolution-errors.ts'), 'utf8');
    const codes = [...source.matchAll(/refused\('([a-z_]+)'\)/g)].map(match => match[1]!);
    expect(codes.length).toBeGreaterThan(6);
    expect(codes.filter(reason => sentences.reply('envios/motivo', { reason }).includes('código'))).toEqual([]);
  });
});
