import { defineEntity, p } from '@mikro-orm/core';
import { instant } from '../instant-type.ts';
import { id, json } from './columns.ts';
import { OutboxMessage } from './outbox-message.ts';

const PendingQuestionSchema = defineEntity({
  name: 'PendingQuestion',
  tableName: 'pending_questions',
  properties: {
    id: id(),
    askedKey: p.string().length(191).unique(), // one for each admin and chat, or for each API user
    command: p.string().length(40), // whose `answer` takes it
    payload: json<Record<string, unknown>>(), // what the command needs to go on; plain data
    options: json<string[]>(), // "sim"/"não", or the numbered choices
    message: () => p.manyToOne(OutboxMessage).nullable().deleteRule('set null'), // for 👍/❌ and quotes
    createdAt: instant(),
    expiresAt: instant(),
  },
});

/** What the bot asked and waits to hear, for ten minutes. */
export class PendingQuestion extends PendingQuestionSchema.class {}
PendingQuestionSchema.setClass(PendingQuestion);
