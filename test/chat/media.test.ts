import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Delivery, InboxEvent, Schedule, Template } from '../../src/db/entities/index.ts';
import { type Conversation, conversation, EDITOR, STRANGER, VENDAS_JID, VIEWER } from './conversation.ts';
import { OWN_JID } from './helpers.ts';

let talk: Conversation;
beforeEach(async () => {
  talk = await conversation();
});
afterEach(() => talk.close());

const em = () => talk.database.em.fork();
const schedules = () => em().find(Schedule, {});
const picture = (caption?: string) => ({
  message: { imageMessage: { mimetype: 'image/jpeg', ...(caption && { caption }) } },
});
const quoting = (text: string, quotedMessage: object) => ({
  message: { extendedTextMessage: { text, contextInfo: { stanzaId: 'Q1', quotedMessage } } },
});

describe('a command with something beside its words', () => {
  test.for([
    ['imageMessage', { caption: '' }, 'A foto não vai junto'],
    ['videoMessage', { caption: '', gifPlayback: true }, 'O vídeo não vai junto'],
    ['documentMessage', { caption: '', fileName: 'lista.pdf' }, 'O arquivo não vai junto'],
  ] as const)('%s is asked about, and the text alone goes after a yes', async ([kind, part, said]) => {
    const caption = '/agendar amanhã 9h contato Ana Lima mensagem Promoção!';
    const question = await talk.asks('', { message: { [kind]: { ...part, caption } } });
    expect(question).toContain(said);
    expect(question).toContain('Agendo?');
    expect(await schedules()).toEqual([]);
    expect(await talk.asks('sim')).toContain('Agendado');
    expect((await schedules()).map(({ text }) => text)).toEqual(['Promoção!']);
  });

  test('is asked about whatever wraps it', async () => {
    const { message } = picture('/enviar contato Ana Lima mensagem Oi');
    for (const wrapper of [
      'viewOnceMessageV2',
      'ephemeralMessage',
      'associatedChildMessage',
      'documentWithCaptionMessage',
    ]) {
      expect(await talk.asks('', { message: { [wrapper]: { message } } })).toContain('A foto não vai junto');
    }
  });

  test('is left by a no', async () => {
    await talk.asks('', picture('/enviar contato Ana Lima mensagem Oi'));
    expect(await talk.asks('não')).toContain('não fiz nada');
    expect(await em().count(Delivery, {})).toBe(0);
  });

  test('without a text to send is refused, and both are said', async () => {
    const reply = await talk.asks('', picture('/agendar amanhã 9h grupo vendas'));
    expect(reply).toContain('Faltou dizer o que enviar');
    expect(reply).toContain('A foto não vai junto');
  });

  test('is asked about in an edit', async () => {
    await talk.asks('/agendar amanhã 9h contato Ana Lima mensagem Oi');
    expect(await talk.asks('', picture('/editar 1 mensagem Olá'))).toContain('A foto não vai junto');
    await talk.asks('sim');
    expect((await schedules())[0]!.text).toBe('Olá');
  });

  test('is not forgotten by a question in between', async () => {
    expect(await talk.asks('', picture('/agendar amanhã 9h grupo feira mensagem Oi, {nome}'))).toContain('Qual deles?');
    expect(await talk.asks('1')).toContain('{{nome}}');
    expect(await talk.asks('sim')).toContain('A foto não vai junto');
    expect(await talk.asks('sim')).toContain('Agendado');
  });

  test('is not forgotten where the command came late', async () => {
    const at = talk.clock.now().subtract({ minutes: 30 });
    const line = '/enviar contato Ana Lima mensagem Oi';
    expect(await talk.asks('', { ...picture(line), at })).toContain('Ainda quer que eu faça?');
    expect(await talk.asks('sim')).toContain('A foto não vai junto');
    expect(await talk.asks('sim')).toContain('Enviando agora');
  });

  test('that makes a template or stops a schedule is offered without it', async () => {
    await talk.asks('/agendar amanhã 9h contato Ana Lima mensagem Oi');
    expect(await talk.asks('', picture('/modelo novo oferta Oi'))).toContain('Faço só com o texto?');
    expect(await em().count(Template, { name: 'oferta' })).toBe(0);
    await talk.asks('sim');
    expect(await em().count(Template, { name: 'oferta' })).toBe(1);
    expect(await talk.asks('', picture('/pausar 1'))).toContain('a foto ficaria de fora');
    await talk.asks('sim');
    expect((await schedules())[0]!.status).toBe('paused');
  });

  test('that only tells something is done, and the picture is mentioned', async () => {
    const reply = await talk.asks('', picture('/agendamentos'));
    expect(reply).toContain('Nenhum agendamento');
    expect(reply).toContain('a foto ficou de fora');
  });

  test('in a group is asked about in private', async () => {
    const caption = '/enviar aqui mensagem Oi';
    expect(await talk.says('', { ...picture(caption), group: VENDAS_JID })).toEqual([
      expect.stringContaining('A foto não vai junto'),
    ]);
  });
});

describe('a command that quotes something beside words', () => {
  test('is asked about, with its caption for the text', async () => {
    const more = quoting('/enviar contato Ana Lima', { imageMessage: { caption: 'Só hoje' } });
    const question = await talk.asks('', more);
    expect(question).toContain('A foto da mensagem citada não vai junto');
    expect(question).toContain('“Só hoje”');
  });

  test('has nothing to send where there is no caption', async () => {
    const reply = await talk.asks('', quoting('/enviar contato Ana Lima', { audioMessage: { ptt: true } }));
    expect(reply).toContain('Faltou dizer o que enviar');
    expect(reply).toContain('O áudio da mensagem citada não vai junto');
  });

  test('is done at once where it quotes words', async () => {
    expect(await talk.asks('', quoting('/enviar contato Ana Lima', { conversation: 'Oi' }))).toContain('Enviando');
  });

  test('of a template says so', async () => {
    const reply = await talk.asks('', quoting('/modelo novo oferta', { imageMessage: { caption: 'Só hoje' } }));
    expect(reply).toContain('A foto da mensagem citada não vai junto');
  });
});

describe('words that are no command, with something beside them', () => {
  test('are answered as ever, and the picture is mentioned', async () => {
    const reply = await talk.asks('', picture('promoção de natal'));
    expect(reply).toContain('a foto ficou de fora');
  });

  test('that answer a question are the answer', async () => {
    await talk.asks('/agendar amanhã 9h contato Ana Lima modelo cobranca');
    const reply = await talk.asks('', picture('150'));
    expect(reply).toContain('Agendado');
    expect(reply).toContain('a foto ficou de fora');
  });
});

describe('a message without words', () => {
  test.for([
    [{ imageMessage: {} }, 'Recebi a foto'],
    [{ videoMessage: {} }, 'Recebi o vídeo'],
    [{ documentMessage: { fileName: 'a.pdf' } }, 'Recebi o arquivo'],
    [{ audioMessage: { ptt: true } }, 'não ouço nem envio áudio'],
    [{ audioMessage: {} }, 'não ouço nem envio áudio'],
    [{ stickerMessage: {} }, 'Recebi a figurinha'],
    [{ ephemeralMessage: { message: { imageMessage: {} } } }, 'Recebi a foto'],
  ] as const)('%j gets one sentence', async ([message, said]) => {
    expect(await talk.asks('', { message, from: VIEWER })).toContain(said);
  });

  test('in a burst gets none after the first, whoever else writes', async () => {
    expect(await talk.says('', picture())).toHaveLength(1);
    for (let index = 0; index < 4; index++) {
      talk.clock.advance({ seconds: 40 });
      expect(await talk.says('', picture())).toEqual([]);
    }
    expect(await talk.says('', { ...picture(), from: EDITOR })).toHaveLength(1);
    talk.clock.advance({ minutes: 5 });
    expect(await talk.says('', picture())).toHaveLength(1);
  });

  test('gets none right after a command with a picture: an album is one thing', async () => {
    await talk.asks('', picture('/enviar contato Ana Lima mensagem Oi'));
    expect(await talk.says('', picture())).toEqual([]);
    expect(await talk.asks('sim')).toContain('Enviando');
  });

  test('leaves an open question as it is', async () => {
    await talk.asks('/agendar amanhã 9h contato Ana Lima modelo cobranca');
    await talk.asks('', { message: { stickerMessage: {} } });
    expect(await talk.asks('150')).toContain('Agendado');
  });

  test('gets none in a group, in the owner’s notes, or long after it was sent', async () => {
    expect(await talk.says('', { ...picture(), group: VENDAS_JID })).toEqual([]);
    expect(await talk.says('', { ...picture(), key: { remoteJid: OWN_JID, fromMe: true } })).toEqual([]);
    expect(await talk.says('', { ...picture(), at: talk.clock.now().subtract({ minutes: 30 }) })).toEqual([]);
  });

  test('of somebody who is no admin is neither answered nor stored', async () => {
    expect(await talk.says('', { ...picture(), from: STRANGER })).toEqual([]);
    expect(await talk.says('', { ...picture('/agendar amanhã 9h'), from: STRANGER })).toEqual([]);
    expect(await em().count(InboxEvent, {})).toBe(0);
  });
});
