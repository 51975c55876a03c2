import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { mayMeanOut } from '../../src/chat/opt-words.ts';
import { InboxEvent, Suppression } from '../../src/db/entities/index.ts';
import { delivered } from '../commands/deliveries.ts';
import { type Conversation, conversation, OWNER } from './conversation.ts';

const ANA = '5541991110001';
const WISH = 'Por favor, parem de me mandar mensagem!';

describe('a sentence', () => {
  test.for([
    WISH,
    'não quero mais receber isso',
    'quero sair da lista',
    'me tirem dessa lista por favor',
    'Como faço para cancelar a inscrição?',
  ])('“%s” may be a wish to stop', text => {
    expect(mayMeanOut(text)).toBe(true);
  });

  test.for([
    'quero sair do grupo',
    'recebi a mensagem, obrigada',
    'pode cancelar meu pedido?',
    'vou parar aí na loja mais tarde',
    `parem de mandar mensagem ${'x'.repeat(300)}`,
  ])('“%s” is not', text => {
    expect(mayMeanOut(text)).toBe(false);
  });
});

describe('somebody who may want to stop', () => {
  let talk: Conversation;
  beforeEach(async () => {
    talk = await conversation();
  });
  afterEach(() => talk.close());
  const fork = () => talk.database.orm.em.fork();

  /** What the owner is told when Ana writes this. */
  async function told(text: string, from = ANA): Promise<string[]> {
    const before = talk.gateway.sent.length;
    await talk.says(text, { from });
    return talk.gateway.sent
      .slice(before)
      .flatMap(sent => (sent.to === OWNER ? sent.text : `(${sent.to}) ${sent.text}`));
  }

  test('is pointed out to the owner, once a day, and is not suppressed', async () => {
    await delivered(talk, { status: 'delivered', sentAt: talk.clock.now() });
    expect(await told(WISH)).toEqual([
      '🤔 *Ana Lima*, (41) 99111-0001, talvez queira parar de receber mensagens. Leia a conversa; se for isso, basta a pessoa responder SAIR.',
    ]);
    expect(await told('não quero mais receber nada!!')).toEqual([]);
    talk.clock.advance({ hours: 25 });
    expect(await told(WISH)).toHaveLength(1);
    expect(await fork().count(Suppression)).toBe(0);
  });

  test('is not when nothing was sent to her lately, or she has stopped already', async () => {
    expect(await told(WISH)).toEqual([]);
    await delivered(talk, { status: 'delivered', sentAt: talk.clock.now() });
    await talk.says('SAIR', { from: ANA });
    expect(await told(WISH)).toEqual([]);
  });

  test('leaves none of her words behind', async () => {
    await delivered(talk, { status: 'delivered', sentAt: talk.clock.now() });
    await told(WISH);
    const [row] = await fork().find(InboxEvent, {});
    expect(row?.payload).toEqual({ word: 'hint', chatJid: `${ANA}@s.whatsapp.net`, phone: `+${ANA}`, lid: null });
  });
});
