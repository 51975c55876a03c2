import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { PendingQuestion, Schedule } from '../../src/db/entities/index.ts';
import { type Conversation, conversation, EDITOR, VENDAS_JID } from './conversation.ts';

let talk: Conversation;
beforeEach(async () => {
  talk = await conversation();
});
afterEach(() => talk.close());

const LINE = '/agendar daqui a 30 minutos grupo vendas mensagem oi';
const RISKY = '/agendar daqui a 1 minuto grupos vendas e suporte modelo bomdia';
const schedules = () => talk.database.orm.em.fork().find(Schedule, {}, { orderBy: { id: 'asc' } });

describe('the same command twice within two minutes', () => {
  test('is asked about, and done again after a yes, as of when it was written', async () => {
    await talk.asks(LINE);
    talk.clock.advance({ seconds: 90 });
    expect(await talk.asks('/Agendar  daqui a 30 minutos grupo vendas mensagem oi')).toContain(
      'Você acabou de mandar isto',
    );
    expect(await schedules()).toHaveLength(1);
    talk.clock.advance({ seconds: 20 });
    expect(await talk.asks('sim')).toContain('Agendado: nº *2*');
    expect((await schedules()).map(one => one.nextRunAt?.toString())).toEqual([
      '2026-11-24T13:30:00Z',
      '2026-11-24T13:31:30Z',
    ]);
  });

  test('is left with a no', async () => {
    await talk.asks(LINE);
    await talk.asks(LINE);
    expect(await talk.asks('não')).toContain('não fiz nada');
    expect(await schedules()).toHaveLength(1);
  });

  test('is noticed in a group too', async () => {
    await talk.asks(LINE, { group: VENDAS_JID });
    expect(await talk.asks(LINE, { group: VENDAS_JID })).toContain('Você acabou de mandar isto');
  });
});

describe('it is no repetition', () => {
  test('after two minutes', async () => {
    await talk.asks(LINE);
    talk.clock.advance({ seconds: 121 });
    expect(await talk.asks(LINE)).toContain('Agendado: nº *2*');
  });

  test('from another person', async () => {
    await talk.asks(LINE);
    expect(await talk.asks(LINE, { from: EDITOR })).toContain('Agendado: nº *2*');
  });

  test('in other words', async () => {
    await talk.asks(LINE);
    expect(await talk.asks(`${LINE} de novo`)).toContain('Agendado: nº *2*');
  });

  test('when the first was refused, or only asked about', async () => {
    const wrong = '/agendar amanhã 9h grupo xyz mensagem oi';
    await talk.asks(wrong);
    expect(await talk.asks(wrong)).toContain('Não achei o grupo');
    await talk.asks(RISKY);
    expect(await talk.asks(RISKY)).toContain('Antes de agendar, confirme');
  });

  test('when doing it again changes nothing: the reply says so itself', async () => {
    await talk.asks(LINE);
    await talk.asks('/pausar 1');
    expect(await talk.asks('/pausar 1')).toContain('já está pausado');
  });
});

describe('an answer that quotes', () => {
  const lastId = () => talk.gateway.sent.at(-1)!.id;
  const quoting = (id: string, text: string) => ({
    message: { extendedTextMessage: { text, contextInfo: { stanzaId: id, quotedMessage: { conversation: '…' } } } },
  });

  test('the question is its answer', async () => {
    await talk.asks(RISKY);
    expect(await talk.asks('sim', quoting(lastId(), 'sim'))).toContain('Agendado');
  });

  test('an earlier question is none to the one that waits', async () => {
    await talk.asks(RISKY);
    const earlier = lastId();
    talk.clock.advance({ minutes: 1 });
    await talk.asks('/modelo apagar bomdia');
    expect(await talk.asks('sim', quoting(earlier, 'sim'))).toContain('Essa pergunta já ficou para trás');
    expect(await talk.database.orm.em.fork().count(PendingQuestion)).toBe(1);
    expect(await talk.asks('sim', quoting(lastId(), 'sim'))).toContain('foi apagado');
  });
});
