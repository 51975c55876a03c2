import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  Admin,
  Delivery,
  DeliveryNote,
  EvolutionConfig,
  Occurrence,
  PendingQuestion,
} from '../../src/db/entities/index.ts';
import { askAboutUncertain } from '../../src/scheduling/uncertain-question.ts';
import { delivered, runOf } from '../commands/deliveries.ts';
import { type Conversation, conversation, EDITOR, OWNER } from './conversation.ts';

let talk: Conversation;
beforeEach(async () => {
  talk = await conversation();
});
afterEach(() => talk.close());

const fork = () => talk.database.orm.em.fork();
const uncertain = (name: string, more: Partial<Delivery> = {}) =>
  delivered(talk, {
    ...{ status: 'uncertain', reason: 'interrupted', recipientName: name, recipientKey: `+55${name}` },
    ...{ askedAt: talk.clock.now(), ...more },
  });
const logs = async (...ids: number[]) => {
  const rows = await fork().find(Delivery, { id: { $in: ids } }, { orderBy: { id: 'asc' } });
  return rows.map(({ status, reason }) => [status, reason ?? null]);
};

/** What this admin is told when somebody has to decide about these messages. */
async function asked(ids: readonly number[], who = OWNER): Promise<string[]> {
  const em = fork();
  const admin = await em.findOneOrFail(Admin, { phone: `+${who}` });
  const deliveries = await em.find(Delivery, { id: { $in: [...ids] } }, { orderBy: { id: 'asc' } });
  const by = em.getReference(EvolutionConfig, talk.config.id);
  askAboutUncertain({ em, now: talk.clock.now() }, { admin, by }, deliveries);
  await em.flush();
  return heard(who);
}

async function heard(who = OWNER): Promise<string[]> {
  const before = talk.gateway.sent.length;
  await talk.chat.inbox.drain();
  await talk.chat.outbox.drain();
  return talk.gateway.sent.slice(before).flatMap(({ to, text }) => (to === who ? text : []));
}

test('the question names the run and who may have gone without; a yes sends to all of them once more', async () => {
  await talk.asks('/agendar amanhã 9h contatos Ana Lima, Bruno Reis mensagem Oi');
  const run = await runOf(talk, 1);
  await fork().nativeUpdate(Occurrence, run.occurrence.id, { status: 'done' });
  const ids = [await uncertain('Ana Lima', run), await uncertain('Bruno Reis', run)];
  expect(await asked(ids)).toEqual([
    [
      '❓ 2 mensagens do nº *1*, de qua 25/11 às 09:00, podem não ter chegado: o WhatsApp não confirmou.',
      '“Oi, Ana”',
      '',
      `• *${ids[0]}* Ana Lima`,
      `• *${ids[1]}* Bruno Reis`,
      '',
      'Quem já recebeu receberia duas vezes. *Mando de novo?* Responda *sim* ou *não*.',
      `Para decidir depois, ou uma a uma: */reenviar ${ids[0]}*`,
    ].join('\n'),
  ]);
  expect(await talk.asks('sim')).toBe('🔁 Vai de novo para Ana Lima e Bruno Reis, assim que chegar a vez.');
  expect(await logs(...ids)).toEqual([
    ['queued', null],
    ['queued', null],
  ]);
  expect(await fork().findOneOrFail(Occurrence, run.occurrence.id)).toMatchObject({ status: 'firing' });
  expect(await talk.asks(`/porque ${ids[0]}`)).toContain('Olga respondeu “sim” à pergunta se devia enviar de novo.');
});

test('a no leaves them as they are, for good, and the log says who decided', async () => {
  const id = await uncertain('Ana Lima');
  const [question] = await asked([id]);
  expect(question).toContain('❓ Uma mensagem que você mandou enviar em ter 24/11 às 10:00 pode não ter chegado');
  expect(await talk.asks('não')).toBe('👌 Certo, não mando de novo para Ana Lima.');
  expect(await logs(id)).toEqual([['uncertain', 'not_resent']]);
  expect(await talk.asks(`/porque ${id}`)).toContain('você decidiu não enviar de novo');
  expect(await fork().count(DeliveryNote, { code: 'answered' })).toBe(1);
});

test('a reaction on the question answers it', async () => {
  const id = await uncertain('Ana Lima');
  await asked([id]);
  const { message } = await fork().findOneOrFail(PendingQuestion, { command: 'reenviar' }, { populate: ['message'] });
  expect((await talk.reacts('👍', message!.messageId!))[0]).toContain('Vai de novo para Ana Lima');
});

test('what arrives before the answer is not sent again', async () => {
  const ids = [await uncertain('Ana Lima'), await uncertain('Bruno Reis')];
  await asked(ids);
  await fork().nativeUpdate(Delivery, ids[0]!, { status: 'delivered', reason: null });
  expect(await talk.asks('sim')).toBe(
    '🔁 Vai de novo para Bruno Reis, assim que chegar a vez.\nJá resolvido: Ana Lima.',
  );
  expect(await logs(...ids)).toEqual([
    ['delivered', null],
    ['queued', null],
  ]);
});

test.for([
  ['sim', '👌 Não precisei enviar nada de novo.\nJá resolvido: Ana Lima.'],
  ['não', '👌 Certo. Já estava tudo resolvido.'],
])('when all have arrived, %s is answered kindly', async ([answer, reply]) => {
  const id = await uncertain('Ana Lima');
  await asked([id]);
  await fork().nativeUpdate(Delivery, id, { status: 'sent', reason: null });
  expect(await talk.asks(answer!)).toBe(reply);
  expect(await logs(id)).toEqual([['sent', null]]);
});

test('what has arrived before it could be asked about is not asked about', async () => {
  const id = await uncertain('Ana Lima');
  await fork().nativeUpdate(Delivery, id, { status: 'read' });
  expect(await asked([id])).toEqual([]);
});

test('of two who are asked, the first decides', async () => {
  const id = await uncertain('Ana Lima');
  await asked([id]);
  await asked([id], EDITOR);
  await talk.asks('não', { from: EDITOR });
  expect(await talk.asks('sim')).toContain('Já resolvido: Ana Lima');
  expect(await logs(id)).toEqual([['uncertain', 'not_resent']]);
});

test('it waits while another question is open: one "sim" must not answer two', async () => {
  await talk.asks('/enviar contatos Ana Lima, Bruno Reis mensagem Oi'); // asks first
  const id = await uncertain('Ana Lima');
  expect(await asked([id])).toEqual([]);
  await talk.asks('não');
  talk.clock.advance({ seconds: 5 });
  expect((await heard())[0]).toContain('Mando de novo?');
  await talk.asks('sim');
  expect(await logs(id)).toEqual([['queued', null]]);
});

test('after ten minutes, /reenviar still decides', async () => {
  const id = await uncertain('Ana Lima');
  await asked([id]);
  talk.clock.advance({ minutes: 11 });
  await talk.asks('sim');
  expect(await logs(id)).toEqual([['uncertain', 'interrupted']]);
  await talk.asks(`/reenviar ${id}`);
  await talk.asks('sim');
  expect(await logs(id)).toEqual([['queued', null]]);
});

test('whoever asked to stop since is not written to again', async () => {
  const id = await uncertain('Ana Lima', { recipientKey: '+5541991110001' });
  await asked([id]);
  await talk.says('SAIR', { from: '5541991110001' });
  expect(await talk.asks('sim')).toContain('Não mandei para Ana Lima, que pediu para não receber.');
  expect(await logs(id)).toEqual([['uncertain', 'interrupted']]);
});

test('the owner who writes to herself is asked there', async () => {
  await fork().nativeUpdate(EvolutionConfig, talk.config.id, { ownJid: `${OWNER}@s.whatsapp.net` });
  const id = await uncertain('Ana Lima');
  await asked([id]);
  await talk.says('sim', { key: { fromMe: true } });
  expect(await logs(id)).toEqual([['queued', null]]);
});

test('many are counted, not listed', async () => {
  const ids: number[] = [];
  for (let n = 0; n < 12; n++) ids.push(await uncertain(`Cliente ${n}`));
  const [question] = await asked(ids);
  expect(question).toContain('12 mensagens');
  expect(question).toContain('• e mais 2');
  expect(await talk.asks('sim')).toBe('🔁 12 mensagens voltam para a fila, assim que chegar a vez.');
});
