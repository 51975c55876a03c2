import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { PendingQuestion, Schedule } from '../../src/db/entities/index.ts';
import { type Conversation, conversation, EDITOR, VENDAS_JID } from './conversation.ts';

let talk: Conversation;
beforeEach(async () => {
  talk = await conversation();
  await talk.asks('/agendar todo dia 9h grupo vendas modelo bomdia');
  talk.clock.advance({ minutes: 2 });
});
afterEach(() => talk.close());

const RISKY = '/enviar grupos vendas e suporte mensagem oi';
const ago = (seconds: number) => ({ at: talk.clock.now().subtract({ seconds }) });
const status = async () => (await talk.database.orm.em.fork().findOneOrFail(Schedule, 1)).status;
const waiting = () => talk.database.orm.em.fork().count(PendingQuestion);

describe('a command that was overtaken by a later one', () => {
  test('is offered, not done: the last word was the later one', async () => {
    expect(await talk.asks('/retomar 1')).toContain('não está pausado');
    const offer = await talk.asks('/pausar 1 motivo férias', ago(3));
    expect(offer).toContain('fora de ordem, depois de “/retomar 1”');
    expect(await status()).toBe('active');
    expect(await talk.asks('sim')).toContain('pausado');
    expect(await status()).toBe('paused');
  });

  test('counts its times from when it was written', async () => {
    await talk.asks('/pausar 1');
    await talk.asks('/agendar daqui a 30 minutos grupo vendas mensagem oi', ago(60));
    await talk.asks('sim');
    const made = await talk.database.orm.em.fork().findOneOrFail(Schedule, 2);
    expect(made.nextRunAt?.toString()).toBe('2026-11-24T13:31:00Z');
  });

  test('is noticed after an answer that did something, too', async () => {
    await talk.asks('/modelo apagar bomdia', ago(20));
    await talk.asks('/modelo novo promo Oi!', ago(10));
    await talk.asks('/modelo apagar promo');
    await talk.asks('sim');
    expect(await talk.asks('/pausar 1', ago(5))).toContain('fora de ordem');
  });

  test.for([
    ['the later one only reads', '/agendamentos', '/pausar 1'],
    ['it only reads itself', '/pausar 1', '/agendamentos'],
    ['both only add something', '/agendar amanhã 9h grupo vendas mensagem a', '/enviar grupo vendas mensagem b'],
    ['the later one is only asked about', RISKY, '/pausar 1'],
  ] as const)('is done when %s', async ([, later, earlier]) => {
    await talk.asks(later);
    expect(await talk.asks(earlier, ago(3))).not.toContain('fora de ordem');
  });

  test('is done when the later one was another person’s, or of the same second', async () => {
    await talk.says('/pausar 1', { from: EDITOR, group: VENDAS_JID });
    expect(await talk.asks('/retomar 1', { ...ago(3), group: VENDAS_JID })).toContain('voltou');
    expect(await talk.asks('/pausar 1')).toContain('pausado');
  });
});

describe('a question', () => {
  test('is not answered by what was written before it was asked', async () => {
    await talk.asks(RISKY);
    expect(await talk.asks('sim', ago(2))).toContain('antes da minha última pergunta');
    expect(talk.gateway.sent.filter(({ text }) => text === 'oi')).toEqual([]);
    expect(await waiting()).toBe(1);
    expect(await talk.asks('sim')).toContain('Enviando');
  });

  test('is not given up by an earlier no either', async () => {
    await talk.asks(RISKY);
    await talk.asks('não', ago(2));
    expect(await waiting()).toBe(1);
  });

  test('is answered by what points at it, whatever the clocks say', async () => {
    await talk.asks(RISKY);
    const contextInfo = { stanzaId: talk.gateway.sent.at(-1)!.id, quotedMessage: { conversation: '…' } };
    const message = { extendedTextMessage: { text: 'sim', contextInfo } };
    expect(await talk.asks('', { ...ago(2), message })).toContain('Enviando');
  });

  test('for a value takes no words that were written before it', async () => {
    await talk.asks('/enviar contato Ana Lima modelo cobranca');
    expect(await talk.asks('cadê você', ago(2))).toContain('Não conheço');
    expect(await waiting()).toBe(1);
  });

  test('outlives a command that was written before it and asks nothing', async () => {
    await talk.asks(RISKY);
    expect(await talk.asks('/ver 1', ago(2))).toContain('Ainda espero sua resposta');
    expect(await talk.asks('sim')).toContain('Enviando');
  });

  test('gives way to the question of such a command, and that is said', async () => {
    await talk.asks(RISKY);
    expect(await talk.asks('/modelo apagar bomdia', ago(2))).toContain('Deixei de lado');
    expect(await waiting()).toBe(1);
  });
});
