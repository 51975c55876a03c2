import type { EvolutionConfig } from '../db/entities/index.ts';
import { type Actor, runWork } from '../scheduling/work.ts';
import type { ParsedWebhook } from '../whatsapp/evolution-events.ts';
import type { ReplyData } from './command.ts';
import type { ChatDeps } from './deps.ts';
import { createBulkHandlers, createHandlers } from './handlers.ts';
import { createInbox, type Inbox } from './inbox.ts';
import { createKnownSends } from './known-sends.ts';
import { createOutbox, type Outbox } from './outbox.ts';
import { runCommandText } from './run-command.ts';
import { insertEvents, type NewEvent, storeWebhook } from './store-event.ts';
import { together } from './together.ts';

/** Webhook bodies whose events are stored in one statement. */
const MAX_BODIES = 100;

/** What a program that runs a command is told. */
export interface CommandAnswer {
  ok: boolean;
  reply: string;
  question: { id: number; options: string[]; expires_at: string } | null;
  result: ReplyData | null;
}

export interface Chat {
  inbox: Inbox;
  outbox: Outbox;
  /** Stores a webhook's events and has them handled; for the HTTP route. */
  storeEvents(config: EvolutionConfig, parsed: ParsedWebhook): Promise<{ stored: number }>;
  /** Runs a line as if this user had written it; her question is kept for the next line. For `/api/commands/` and the CLI. */
  runCommand(actor: Actor, text: string): Promise<CommandAnswer>;
}

/** Puts the chat together. Nothing runs before `inbox.start()` and `outbox.start()`. */
export function createChat(deps: ChatDeps): Chat {
  const inbox = createInbox(deps, createHandlers(deps), createBulkHandlers(deps));
  const outbox = createOutbox(deps);
  const { em, clock } = deps.work;
  const insertTogether = together((bodies: NewEvent[][]) => insertEvents(em, bodies.flat()), MAX_BODIES);
  const store = { em, clock, selfChat: deps.selfChat, insert: insertTogether, isKnownSend: createKnownSends(em) };

  return {
    inbox,
    outbox,
    async storeEvents(config, parsed) {
      const { stored } = await storeWebhook(store, config, parsed);
      if (stored > 0) inbox.nudge(parsed.events.map(event => event.kind));
      return { stored };
    },
    async runCommand(actor, text) {
      const answer = await runOnce(deps, actor, text);
      inbox.nudge(); // a command may have left work for later
      return answer;
    },
  };
}

async function runOnce(deps: ChatDeps, actor: Actor, text: string): Promise<CommandAnswer> {
  return runWork(deps.work, actor, async work => {
    const spoken = await runCommandText(work, deps, {
      text,
      askedKey: `${actor.type}:${actor.id ?? actor.name}`,
      askedAt: work.now,
      receivedBy: null,
      groupJid: null,
      quotedText: null,
      media: null,
      quotedId: null,
      replyTo: null,
    });
    const { ok, text: reply, question, result } = spoken;
    const asked = question && {
      id: question.id,
      options: question.options,
      expires_at: question.expiresAt.toZonedDateTimeISO(work.timezone).toString({ timeZoneName: 'never' }),
    };
    return { ok, reply, question: asked, result };
  });
}
