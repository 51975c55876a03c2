import { randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import type { FastifyBaseLogger } from 'fastify';
import type { Clock } from '../clock.ts';
import { canonicalJid } from './gateway-jid.ts';
import type { Identity } from './identity.ts';
import { INVENTED_GROUPS, inventedPeople } from './invented.ts';
import { type LiveFeed, liveFeed } from './live-feed.ts';
import type { SimulatorOptions } from './options.ts';
import * as defaults from './options.ts';
import { receiptUpdate } from './payloads.ts';
import { type Receipts, receipts } from './receipts.ts';
import { openDatabase, transaction } from './store/database.ts';
import { type Groups, groupsStore } from './store/groups.ts';
import { type MessageStatus, type Messages, messagesStore } from './store/messages.ts';
import { type People, peopleStore } from './store/people.ts';
import { type Reactions, reactionsStore } from './store/reactions.ts';
import { type Settings, settingsStore } from './store/settings.ts';
import type { TimeMachine } from './time-machine.ts';
import type { PostResult } from './webhook-post.ts';
import { type WebhookQueue, webhookQueue } from './webhook-queue.ts';

/** Everything a verb of the simulator works with. */
export interface Simulator {
  readonly identity: Identity;
  readonly admin: string;
  readonly clock: Clock;
  readonly timeMachine: TimeMachine | null;
  readonly logger: FastifyBaseLogger;
  readonly settings: Settings;
  readonly people: People;
  readonly groups: Groups;
  readonly messages: Messages;
  readonly reactions: Reactions;
  readonly webhooks: WebhookQueue;
  readonly receipts: Receipts;
  readonly live: LiveFeed;
  /** Aborted by `stop()`: whatever keeps a connection open lets go of it then. */
  readonly stopping: AbortSignal;
  /** Runs `work`, which must not wait, as one database transaction. */
  transaction<T>(work: () => T): T;
  /** Ends timers and running webhooks; the database stays open for what is still being answered. */
  stop(): void;
  close(): void;
}

/**
 * Opens the simulator's world, inventing it where the database is new. The clock goes on from where journeys in time had
 * taken it: what happened then is not in the future now. Nothing goes out before `webhooks.kick()`.
 */
export function createSimulator(options: SimulatorOptions): Simulator {
  const db = openDatabase(options.dataDir);
  const { clock, logger } = options;
  const stores = {
    settings: settingsStore(db),
    people: peopleStore(db),
    groups: groupsStore(db),
    messages: messagesStore(db),
    reactions: reactionsStore(db),
  };
  options.timeMachine?.shiftBy(stores.settings.get('travelled_ms') ?? 0);
  const own = digits(options.ownNumber ?? defaults.DEFAULT_OWN_NUMBER);
  const admin = digits(options.adminNumber ?? defaults.DEFAULT_ADMIN_NUMBER);
  transaction(db, () => invent(stores, { own, admin }, clock.now().epochMilliseconds));
  const identity = identify(stores, options, own);
  const live = liveFeed();
  const stopping = new AbortController();

  const webhooks = webhookQueue({
    ...{
      db,
      settings: stores.settings,
      identity,
      clock,
      logger,
      retry: options.webhookRetry ?? defaults.EVOLUTION_RETRY,
    },
    onSettled: (messageId, result) => settleIncoming(simulator, messageId, result),
  });
  const receiptTimers = receipts({
    delayMs: options.receiptDelayMs ?? defaults.DEFAULT_RECEIPT_DELAY_MS,
    isConnected: () => stores.settings.get('connection') === 'open',
    onReceipt: (messageId, status) => applyReceipt(simulator, messageId, status),
  });

  const simulator: Simulator = {
    ...{ ...stores, identity, clock, logger, live, webhooks, receipts: receiptTimers },
    admin: stores.people.meet(canonicalJid(admin)).jid,
    stopping: stopping.signal,
    timeMachine: options.timeMachine ?? null,
    transaction: work => transaction(db, work),
    stop() {
      stopping.abort();
      receiptTimers.stop();
      webhooks.stop();
      live.stop();
    },
    close: () => closeDatabase(db),
  };
  return simulator;
}

function closeDatabase(db: DatabaseSync): void {
  if (db.isOpen) db.close();
}

type Stores = Pick<Simulator, 'settings' | 'people' | 'groups'>;

/** `+55 11 90000-0001` and `5511900000001` are one number. */
const digits = (number: string): string => number.replace(/\D/g, '');

function invent(
  { settings, people, groups }: Stores,
  { own, admin }: { own: string; admin: string },
  nowMs: number,
): void {
  for (const person of inventedPeople(own, admin)) people.add(person);
  if (settings.get('instance_id') !== undefined) {
    // The owner's number is configured and may be another one than at the last start.
    for (const { jid } of groups.all()) groups.addMember(jid, { personJid: canonicalJid(admin), admin: 'admin' });
    return;
  }

  settings.set('instance_id', randomUUID());
  settings.set('connection', 'open');
  settings.set('created_at', Temporal.Instant.fromEpochMilliseconds(nowMs).toString());
  for (const { members, ...group } of INVENTED_GROUPS) {
    groups.add({ ...group, createdAtMs: nowMs });
    groups.addMember(group.jid, { personJid: canonicalJid(admin), admin: 'superadmin' });
    groups.addMember(group.jid, { personJid: canonicalJid(own), admin: group.announce ? 'admin' : null });
    for (const member of members) groups.addMember(group.jid, { personJid: canonicalJid(member), admin: null });
  }
}

function identify({ settings, people }: Stores, options: SimulatorOptions, own: string): Identity {
  return {
    instanceName: options.instanceName ?? defaults.DEFAULT_INSTANCE_NAME,
    instanceId: settings.get('instance_id') ?? '',
    apiKey: options.apiKey,
    baseUrl: options.baseUrl ?? '',
    timezone: options.timezone ?? defaults.DEFAULT_TIMEZONE,
    own: people.meet(canonicalJid(own)),
  };
}

/** The page's blue ticks on what a person wrote mean: Agendador has it. */
function settleIncoming({ messages, live }: Simulator, messageId: string, result: PostResult): void {
  if (result.kind === 'accepted') messages.raise(messageId, 'READ');
  else messages.fail(messageId, `o Agendador não aceitou esta mensagem (${result.why})`);
  live.message(messageId);
  live.state();
}

function applyReceipt(simulator: Simulator, messageId: string, status: MessageStatus): void {
  const raised = simulator.transaction(() => {
    if (!simulator.messages.raise(messageId, status)) return false;
    const message = simulator.messages.get(messageId);
    if (message) simulator.webhooks.emit('messages.update', receiptUpdate(simulator, message));
    return true;
  });
  if (raised) simulator.live.message(messageId);
}
