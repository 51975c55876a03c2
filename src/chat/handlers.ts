import type { InboxEvent } from '../db/entities/index.ts';
import { applyConnection } from '../delivery/connection.ts';
import { learnFromReceipt } from '../delivery/learn-from-receipt.ts';
import { applyReceipts, applySent } from '../delivery/receipts.ts';
import { LATE_MESSAGES } from '../scheduling/late/late-question.ts';
import { SCHEDULE_CHANGED } from '../scheduling/note-change.ts';
import { applyParticipants, saveGatewayGroups } from '../scheduling/sync-groups.ts';
import { UNCERTAIN_MESSAGES } from '../scheduling/uncertain-question.ts';
import type { Work } from '../scheduling/work.ts';
import type { GatewayEvent } from '../whatsapp/gateway-events.ts';
import { eventFromJson } from '../whatsapp/stored-events.ts';
import { askLate } from './ask-late.ts';
import { askAdmin } from './ask-uncertain.ts';
import { tellAuthor } from './change-news.ts';
import type { ChatDeps } from './deps.ts';
import { GROUP_SYNC, OPT_HINT, OPT_WORD } from './event-kinds.ts';
import { tellJoined, tellLeft } from './group-news.ts';
import { groupSyncHandler } from './group-sync.ts';
import { handleMessage } from './handle-message.ts';
import { handleOptHint } from './opt-hint.ts';
import { handleOptWord } from './opt-out.ts';
import { settleReply } from './settle-reply.ts';

/** What became of an event. `later`: what it tells about is not there yet. `notBefore`: its time has not come. */
export type Outcome = 'done' | 'ignored' | 'later' | { notBefore: Temporal.Instant };

/** The part of handling that runs in one transaction with the event's row. It may run again after a deadlock. */
export type Apply = (work: Work, row: InboxEvent) => Promise<Outcome>;

/** How many events of one kind and instance are handled in one transaction. @returns what became of each, in order */
export type BulkHandler = (work: Work, rows: readonly InboxEvent[]) => Promise<Outcome[]>;

/** How one kind of event is handled: what must be asked outside first, and then the transaction. */
export type Handler = (row: InboxEvent) => Promise<Apply>;

/** Every kind of event that the inbox takes. */
export function createHandlers(deps: ChatDeps): ReadonlyMap<string, Handler> {
  const receipts = receiptsHandler(deps);
  return new Map<string, Handler>([
    ['message', applying('message', (work, row, event) => handleMessage(work, deps, row, event))],
    ['receipt', async () => async (work, row) => (await receipts(work, [row]))[0]!],
    [
      'sent',
      applying('sent', async (work, row, event) => {
        await applySent(work, row.evolutionConfig.id, event);
        await settleReply(work, row.evolutionConfig.id, event);
        return 'done';
      }),
    ],
    [
      'connection',
      applying('connection', async (work, row, event) => {
        await applyConnection(work, { say: deps.sentences.reply }, row.evolutionConfig.id, event);
        return 'done';
      }),
    ],
    [
      'groups',
      applying('groups', async (work, row, event) => {
        const { joined } = await saveGatewayGroups(work, row.evolutionConfig.id, [...event.groups]);
        for (const group of joined) await tellJoined(work, deps, row, group);
        return 'done';
      }),
    ],
    [
      'participants',
      applying('participants', async (work, row, event) => {
        const own = await applyParticipants(work, row.evolutionConfig.id, event);
        if (own?.change === 'joined') await tellJoined(work, deps, row, own.group);
        if (own?.change === 'left') await tellLeft(work, deps, row, own.group);
        return 'done';
      }),
    ],
    [OPT_WORD, async () => (work, row) => handleOptWord(work, deps, row)],
    [OPT_HINT, async () => (work, row) => handleOptHint(work, deps, row)],
    [GROUP_SYNC, groupSyncHandler(deps)],
    [SCHEDULE_CHANGED, async () => (work, row) => tellAuthor(work, deps, row)],
    [LATE_MESSAGES, async () => (work, row) => askLate(work, deps, row)],
    [UNCERTAIN_MESSAGES, async () => (work, row) => askAdmin(work, deps, row)],
  ]);
}

/** The kinds that come by the thousand. */
export function createBulkHandlers(deps: ChatDeps): ReadonlyMap<string, BulkHandler> {
  return new Map([['receipt', receiptsHandler(deps)]]);
}

function receiptsHandler(deps: ChatDeps): BulkHandler {
  return async (work, rows) => {
    if (rows.length === 0) return [];
    const configId = rows[0]!.evolutionConfig.id;
    const receipts = rows
      .map(row => eventFromJson(row.payload))
      .map(event => (event.kind === 'receipt' ? event : null));
    const known = await applyReceipts(
      work,
      configId,
      receipts.filter(receipt => receipt !== null),
    );
    for (const receipt of receipts)
      if (receipt) await learnFromReceipt(work, { say: deps.sentences.reply }, configId, receipt);
    return receipts.map(receipt => (receipt === null ? 'ignored' : known.has(receipt) ? 'done' : 'later'));
  };
}

/** A handler of a gateway's event that needs nothing from outside. */
function applying<K extends GatewayEvent['kind']>(
  kind: K,
  apply: (work: Work, row: InboxEvent, event: Extract<GatewayEvent, { kind: K }>) => Promise<Outcome>,
): Handler {
  const isOurs = (event: GatewayEvent): event is Extract<GatewayEvent, { kind: K }> => event.kind === kind;
  return async () => async (work, row) => {
    const event = eventFromJson(row.payload);
    return isOurs(event) ? apply(work, row, event) : 'ignored';
  };
}
