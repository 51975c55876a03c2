import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Conversation, conversation, EDITOR } from '../chat/conversation.ts';

let talk: Conversation;
beforeEach(async () => {
  talk = await conversation();
});
afterEach(() => talk.close());

/** People take a moment between two commands. */
const asks = (line: string, from?: string) => {
  talk.clock.advance({ seconds: 5 });
  return talk.asks(line, from ? { from } : {});
};

describe('the reply says what was taken back and how it is now', () => {
  test.for([
    ['/pausar 1', 'pausa: nº *1*', 'está ativo: todo dia às 09:00'],
    ['/cancelar 1', 'cancelamento: nº *1*', 'está ativo: todo dia às 09:00'],
    ['/editar 1 10h', 'edição: nº *1*', 'está ativo: todo dia às 09:00'],
    ['/pular 1', 'próximo envio pulado: nº *1*', '• qua 25/11 às 09:00'],
    ['/adiar 1 15h', 'próximo envio adiado: nº *1*', '• qua 25/11 às 09:00'],
  ] as const)('%s', async ([line, what, now]) => {
    await asks('/agendar todo dia 9h grupo vendas modelo bomdia');
    await asks(line);
    const reply = await asks('/desfazer');
    expect(reply).toContain(what);
    expect(reply).toContain(now);
  });

  test('a new schedule is cancelled', async () => {
    await asks('/agendar todo dia 9h grupo vendas modelo bomdia');
    const reply = await asks('/desfazer');
    expect(reply).toContain('criação: nº *1*');
    expect(reply).toContain('está cancelado');
  });

  test('a template is named', async () => {
    await asks('/modelo novo promo Hoje 10% de desconto');
    expect(await asks('/desfazer')).toContain('criação: modelo *promo*');
    expect(await asks('/modelo ver promo')).toContain('Não achei o modelo');
  });
});

test('each takes back her own', async () => {
  await asks('/agendar todo dia 9h grupo vendas modelo bomdia');
  await asks('/pausar 1', EDITOR);
  expect(await asks('/desfazer', EDITOR)).toContain('pausa');
  expect(await asks('/desfazer')).toContain('já mudou de novo');
});

test('a test message is no change', async () => {
  await asks('/agendar todo dia 9h grupo vendas modelo bomdia');
  await asks('/pausar 1');
  await asks('/testar 1');
  expect(await asks('/desfazer')).toContain('pausa');
});

describe('refused', () => {
  test('with nothing to take back, twice, and after a message', async () => {
    expect(await asks('/desfazer')).toContain('não há o que desfazer');
    await asks('/modelo novo promo Oi');
    await asks('/desfazer');
    expect(await asks('/desfazer')).toContain('já foi desfeita');
    await asks('/enviar grupo vendas mensagem oi');
    expect(await asks('/desfazer')).toContain('a mensagem já saiu ou está saindo');
  });
});
