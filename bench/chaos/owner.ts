import { setTimeout as sleep } from 'node:timers/promises';
import type { AcceptedMessage, FakeGateway } from '../fake-gateway.ts';
import { OWNER } from './promises.ts';
import { chance } from './seeded.ts';

/** The shop's owner at her phone: what the bot asks she answers, or the next question would wait ten minutes for it. */
export interface Owner {
  /** Whether something was asked that she has not answered yet. */
  isThinking(): boolean;
  stop(): Promise<void>;
}

/** She reads before she answers; her clock tells whole seconds, and a question is not answered before it was asked. */
const READS_MS = 1_500;
const LOOK_MS = 100;
const RETRY_MS = 500;

/** Ends every question of the bot, and nothing else that it says. */
const ASKS = /Responda \*sim\* ou \*não\*/;
const IN_DOUBT = /ter chegado/;
/** She wrote it once: the gateway gave it to the bot twice. */
const REPEATED = /faça outra vez/;

/** Lets the owner answer, quoting the question, where it was asked: about uncertain messages as the seed has it. */
export function ownerOf(gateways: readonly FakeGateway[], seed: number): Owner {
  const stopping = new AbortController();
  const answered = new Set<string>();
  const asked = () => gateways.flatMap(gateway => questionsOf(gateway).map(question => ({ gateway, ...question })));

  async function answer({ gateway, id, text }: ReturnType<typeof asked>[number]): Promise<void> {
    await sleep(READS_MS);
    const contextInfo = { stanzaId: id, quotedMessage: { conversation: text } };
    const data = {
      key: { remoteJid: `${OWNER}@s.whatsapp.net`, fromMe: false, id: `ANSWER${id}` },
      ...{ pushName: 'Dona', source: 'android', messageType: 'extendedTextMessage' },
      message: { extendedTextMessage: { text: answerTo(text, seed), contextInfo } },
      messageTimestamp: Math.floor(Date.now() / 1_000),
    };
    while (!stopping.signal.aborted) {
      const status = await gateway.deliver('messages.upsert', data).catch(() => 0);
      if (status === 200) break;
      await sleep(RETRY_MS);
    }
    answered.add(id);
  }

  const living = (async () => {
    while (!stopping.signal.aborted) {
      const next = asked().find(({ id }) => !answered.has(id));
      if (next) await answer(next);
      else await sleep(LOOK_MS);
    }
  })();
  return {
    isThinking: () => asked().some(({ id }) => !answered.has(id)),
    async stop() {
      stopping.abort();
      await living;
    },
  };
}

function questionsOf({ accepted }: FakeGateway): AcceptedMessage[] {
  return accepted.filter(({ number, text }) => number === OWNER && ASKS.test(text));
}

function answerTo(question: string, seed: number): 'sim' | 'não' {
  if (REPEATED.test(question)) return 'não';
  return !IN_DOUBT.test(question) || chance(seed, question).happens(0.5) ? 'sim' : 'não';
}
