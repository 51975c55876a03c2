import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Conversation, conversation, EDITOR, VIEWER } from '../chat/conversation.ts';

let talk: Conversation;
beforeEach(async () => {
  talk = await conversation();
  await talk.asks('/agendar todo dia 9h grupo vendas modelo bomdia');
});
afterEach(() => talk.close());

const asks = (line: string, from?: string) => {
  talk.clock.advance({ minutes: 1 });
  return talk.asks(line, from ? { from } : {});
};

test('every change has its line, the newest first, with who did it and what was different', async () => {
  await asks('/editar 1 10h grupo suporte', EDITOR);
  await asks('/editar 1 mensagem Olá');
  await asks('/adiar 1 15h');
  await asks('/pular 1');
  await asks('/pausar 1 motivo férias', EDITOR);
  await asks('/desfazer', EDITOR);
  await asks('/cancelar 1');
  const reply = await asks('/histórico 1', VIEWER);
  expect(reply.split('\n').slice(2)).toEqual([
    '• ter 24/11 às 10:07: cancelamento, por Olga',
    '• ter 24/11 às 10:06: volta ao que era antes, por Edu',
    '• ter 24/11 às 10:05: pausa (férias), por Edu',
    '• ter 24/11 às 10:04: próximo envio pulado, por Olga',
    '• ter 24/11 às 10:03: próximo envio adiado, por Olga',
    '   qua 25/11 às 10:00 → qua 25/11 às 15:00',
    '• ter 24/11 às 10:02: edição, por Olga',
    '   outra mensagem',
    '• ter 24/11 às 10:01: edição, por Edu',
    '   todo dia às 09:00 → todo dia às 10:00',
    '   outros destinatários',
    '• ter 24/11 às 10:00: criação, por Olga',
  ]);
});

test('of one that is not there is refused', async () => {
  expect(await asks('/historico 9')).toContain('Não existe agendamento nº 9');
  expect(await asks('/historico')).toContain('Faltou o número');
  expect(await asks('/historico 1 tudo')).toContain('“tudo”');
});

test('a long one says how much is left out', async () => {
  for (let n = 0; n < 8; n++) {
    await asks('/pausar 1');
    await asks('/retomar 1');
  }
  expect(await asks('/historico 1')).toContain('… e mais 2 antes disso');
});
