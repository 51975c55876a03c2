import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  Admin,
  InboxEvent,
  OutboxMessage,
  PendingQuestion,
  Schedule,
  Suppression,
} from '../../src/db/entities/index.ts';
import { type Conversation, conversation, EDITOR, OWNER, STRANGER, VENDAS_JID } from './conversation.ts';
import { OWN_JID } from './helpers.ts';

let talk: Conversation;
beforeEach(async () => {
  talk = await conversation();
});
afterEach(() => talk.close());

const RISKY = '/agendar daqui a 1 minuto grupos vendas e suporte modelo bomdia';
const schedules = () => talk.database.em.count(Schedule, {});

describe('who is heard', () => {
  test.for([
    ['an admin by her phone', {}],
    ['an admin without her ninth digit', { from: OWNER.replace('99', '9') }],
    [
      'an admin by LID with the phone beside it',
      { key: { remoteJid: '200000000000001@lid', remoteJidAlt: `${OWNER}@s.whatsapp.net` } },
    ],
  ] as const)('%s is', async ([, written]) => {
    expect(await talk.asks('/ver 9', written)).toContain('nº 9');
  });

  test('a stranger is not, whatever she writes', async () => {
    expect(await talk.says('/status', { from: STRANGER })).toEqual([]);
    expect(await talk.says('oi, tudo bem?', { from: STRANGER })).toEqual([]);
    expect(await talk.database.em.count(InboxEvent, {})).toBe(0);
  });

  test('an admin whose LID was learned is known by it alone, and answered there', async () => {
    const lid = '200000000000001@lid';
    await talk.says('/ver 9', { key: { remoteJidAlt: lid } });
    expect((await talk.database.em.findOneOrFail(Admin, { phone: `+${OWNER}` })).lid).toBe(lid);
    expect(await talk.asks('/ver 9', { key: { remoteJid: lid } })).toContain('nº 9');
    expect(talk.gateway.sent.at(-1)?.to).toBe(lid);
  });

  test('a known admin may leave the slash out, or write an exclamation mark', async () => {
    const replies = [await talk.asks('/ver 9'), await talk.asks('ver 9'), await talk.asks('!VER 9')];
    expect(new Set(replies).size).toBe(1);
  });

  test('the same message twice is handled once', async () => {
    const at = talk.clock.now();
    expect(await talk.says('/agendar amanhã 9h grupo vendas modelo bomdia', { id: 'X1', at })).toHaveLength(1);
    expect(await talk.says('/agendar amanhã 9h grupo vendas modelo bomdia', { id: 'X1', at })).toEqual([]);
    expect(await schedules()).toBe(1);
  });
});

describe('in a group', () => {
  const inGroup = { group: VENDAS_JID, from: EDITOR };

  test('a command of an admin is marked there and answered in private', async () => {
    const reply = await talk.asks('/agendar amanhã 9h aqui mensagem oi', { ...inGroup, id: 'G1' });
    expect(reply).toContain('grupo Vendas (12 pessoas)');
    expect(talk.gateway.sent.map(sent => sent.to)).toEqual([EDITOR]);
    expect(talk.gateway.reactions).toEqual([{ target: 'G1', emoji: '✅' }]);
  });

  test('a refused command is marked with a cross', async () => {
    await talk.asks('/ver 9', { ...inGroup, id: 'G2' });
    expect(talk.gateway.reactions).toEqual([{ target: 'G2', emoji: '❌' }]);
  });

  test('what has no slash is talk', async () => {
    expect(await talk.says('ver 9', inGroup)).toEqual([]);
    expect(await talk.says('sair', inGroup)).toEqual([]);
  });

  test('a stranger’s slash is not heard', async () => {
    expect(await talk.says('/status', { group: VENDAS_JID, from: STRANGER })).toEqual([]);
    expect(talk.gateway.reactions).toEqual([]);
  });

  test('“aqui” means nothing in private', async () => {
    expect(await talk.asks('/agendar amanhã 9h aqui mensagem oi')).toContain('“aqui” só vale dentro de um grupo');
  });

  test('“aqui” in a group that was never read asks for reading the groups', async () => {
    const reply = await talk.asks('/agendar amanhã 9h aqui mensagem oi', {
      ...inGroup,
      group: '120363000000000099@g.us',
    });
    expect(reply).toContain('/grupo sincronizar');
  });
});

describe('questions', () => {
  const idOfQuestion = () => talk.gateway.sent.at(-1)!.id;

  test.for(['sim', 'Sim!', 'ok', '👍'])('“%s” does what was asked', async answer => {
    await talk.asks(RISKY);
    expect(await schedules()).toBe(0);
    expect(await talk.asks(answer)).toContain('Agendado');
    expect(await schedules()).toBe(1);
  });

  test.for(['não', 'nao', 'deixa'])('“%s” does nothing', async answer => {
    await talk.asks(RISKY);
    expect(await talk.asks(answer)).toContain('não fiz nada');
    expect(await schedules()).toBe(0);
    expect(await talk.asks('sim')).toContain('Não estou esperando');
  });

  test('a thumb on the question says yes, a cross says no', async () => {
    await talk.asks(RISKY);
    expect(await talk.reacts('👍🏾', idOfQuestion())).toEqual([expect.stringContaining('Agendado')]);
    await talk.asks(RISKY);
    expect(await talk.reacts('❌', idOfQuestion())).toEqual([expect.stringContaining('não fiz nada')]);
    expect(await schedules()).toBe(1);
  });

  test('a thumb on another message, or a heart, says nothing', async () => {
    await talk.asks('/ver 9');
    const other = idOfQuestion();
    await talk.asks(RISKY);
    expect(await talk.reacts('👍', other)).toEqual([]);
    expect(await talk.reacts('❤️', idOfQuestion())).toEqual([]);
    expect(await talk.database.em.count(PendingQuestion, {})).toBe(1);
  });

  test('what is no answer is told so, and the question stays', async () => {
    await talk.asks(RISKY);
    expect(await talk.asks('talvez')).toContain('Ainda espero sua resposta: *sim* ou *não*');
    expect(await talk.asks('sim')).toContain('Agendado');
  });

  test('a new command replaces the question and says so', async () => {
    await talk.asks(RISKY);
    const reply = await talk.asks('/ver 9');
    expect(reply).toContain('Deixei de lado a pergunta de antes');
    expect(await talk.asks('sim')).toContain('Não estou esperando');
    expect(await schedules()).toBe(0);
  });

  test('it lives ten minutes', async () => {
    await talk.asks('/agendar a cada 20 minutos grupo vendas mensagem oi');
    talk.clock.advance({ minutes: 10 });
    expect(await talk.asks('sim')).toContain('já venceu');
    expect(await schedules()).toBe(0);
  });

  test('it belongs to whoever was asked', async () => {
    await talk.asks(RISKY);
    expect(await talk.asks('sim', { from: EDITOR })).toContain('Não estou esperando');
    expect(await talk.asks('sim')).toContain('Agendado');
  });

  test('when the first instant passes meanwhile, the yes asks again with the next', async () => {
    await talk.asks('/agendar a cada 5 minutos grupo vendas mensagem oi');
    talk.clock.advance({ minutes: 7 });
    const again = await talk.asks('sim');
    expect(again).toContain('passou a hora do primeiro envio (ter 24/11 às 10:05)');
    expect(again).toContain('• ter 24/11 às 10:10');
    expect(await talk.asks('sim')).toContain('Agendado');
  });

  test('a one-off whose time passes meanwhile is not sent late', async () => {
    await talk.asks('/agendar daqui a 90 segundos grupos vendas e suporte mensagem oi');
    talk.clock.advance({ minutes: 5 });
    expect(await talk.asks('sim')).toContain('Esse horário já passou');
    expect(await schedules()).toBe(0);
  });

  test('relative times count from the command, not from the yes', async () => {
    await talk.asks('/agendar daqui a 2 minutos grupos vendas e suporte mensagem oi');
    talk.clock.advance({ minutes: 1 });
    await talk.asks('sim');
    const [schedule] = await talk.database.em.find(Schedule, {});
    expect(schedule?.nextRunAt?.toString()).toBe('2026-11-24T13:02:00Z');
  });
});

describe('a command that comes late', () => {
  test('is offered and not run', async () => {
    const at = talk.clock.now().subtract({ minutes: 11 });
    const offer = await talk.asks('/agendar daqui a 30 minutos grupo vendas mensagem oi', { at });
    expect(offer).toContain('Isto só chegou agora');
    expect(await schedules()).toBe(0);
    await talk.asks('sim');
    const [schedule] = await talk.database.em.find(Schedule, {});
    expect(schedule?.nextRunAt?.toString()).toBe('2026-11-24T13:30:00Z'); // from the yes, as if written now
  });

  test('within ten minutes is run, from the time it was written', async () => {
    const at = talk.clock.now().subtract({ minutes: 9 });
    await talk.asks('/agendar daqui a 30 minutos grupo vendas mensagem oi', { at });
    const [schedule] = await talk.database.em.find(Schedule, {});
    expect(schedule?.nextRunAt?.toString()).toBe('2026-11-24T13:21:00Z');
  });

  test('talk that comes late is not answered, an answer is told that its question is over', async () => {
    const at = talk.clock.now().subtract({ hours: 3 });
    expect(await talk.says('cadê você?', { at })).toEqual([]);
    expect(await talk.asks('sim', { at })).toContain('Não estou esperando');
  });

  test('is forgotten with a no', async () => {
    await talk.asks('/cancelar 1', { at: talk.clock.now().subtract({ hours: 3 }) });
    expect(await talk.asks('não')).toContain('não fiz nada');
  });
});

describe('the owner’s chat with herself', () => {
  const own = OWN_JID.split('@')[0]!;
  const toSelf = { from: own, key: { fromMe: true } };

  test('counts as an owner’s', async () => {
    expect(await talk.asks('/agendar amanhã 9h grupo vendas modelo bomdia', toSelf)).toContain('Agendado');
  });

  test('is not heard when SELF_CHAT is off', async () => {
    await talk.close();
    talk = await conversation({ selfChat: false });
    expect(await talk.says('/status', toSelf)).toEqual([]);
  });

  test('notes that are no commands are left alone', async () => {
    expect(await talk.says('comprar pão', toSelf)).toEqual([]);
    expect(await talk.asks('/comprar pão', toSelf)).toContain('Não conheço');
  });

  test('what the bot said there is no command, by its id or by its words', async () => {
    const reply = await talk.asks('/ver 9', toSelf);
    const { id } = talk.gateway.sent.at(-1)!;
    expect(await talk.says('/ajuda', { ...toSelf, id })).toEqual([]);
    expect(await talk.says(reply, toSelf)).toEqual([]);
  });

  test('what she writes to others on that phone is not heard', async () => {
    expect(await talk.says('/status', { from: STRANGER, key: { fromMe: true } })).toEqual([]);
  });
});

describe('words by which people stop and return', () => {
  const suppressed = () => talk.database.em.count(Suppression, {});

  test('SAIR stops and is answered once, VOLTAR returns', async () => {
    expect(await talk.asks('Sair.', { from: STRANGER })).toContain('VOLTAR');
    expect(await suppressed()).toBe(1);
    expect(await talk.says('SAIR', { from: STRANGER })).toEqual([]);
    expect(await talk.asks('voltar', { from: STRANGER })).toContain('SAIR');
    expect(await suppressed()).toBe(0);
    expect(await talk.says('voltar', { from: STRANGER })).toEqual([]);
  });

  test('a longer sentence is none of them', async () => {
    expect(await talk.says('quero sair do grupo', { from: STRANGER })).toEqual([]);
    expect(await suppressed()).toBe(0);
  });
});

test('a command leaves its reply, its effect and the end of its event together', async () => {
  await talk.asks('/agendar amanhã 9h grupo vendas modelo bomdia');
  const event = await talk.database.em.findOneOrFail(InboxEvent, { kind: 'message' });
  const reply = await talk.database.em.findOneOrFail(OutboxMessage, { inboxEvent: event.id });
  expect([event.status, reply.kind, reply.status]).toEqual(['done', 'reply', 'sent']);
});
