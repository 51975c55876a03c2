import { connectionUpdate } from '../payloads.ts';
import type { Simulator } from '../simulator.ts';
import type { ConnectionState } from '../store/settings.ts';

export const connectionState = ({ settings }: Simulator): ConnectionState => settings.get('connection') ?? 'open';

/**
 * Cuts or restores the bot's line to WhatsApp.
 *
 * `connecting` is a network failure: sends fail, nothing arrives. `close` is a logout by the phone and comes with
 * `status.instance` as in Evolution. `open` lets through what people wrote meanwhile, with its old timestamps.
 */
export function setConnection(simulator: Simulator, state: ConnectionState): void {
  if (connectionState(simulator) === state) return;
  const { settings, webhooks, identity, clock } = simulator;
  simulator.transaction(() => {
    settings.set('connection', state);
    webhooks.emit('connection.update', connectionUpdate(simulator, state));
    if (state !== 'close') return;
    const closed = { status: 'closed', disconnectionAt: clock.now().toString(), disconnectionReasonCode: 401 };
    webhooks.emit('status.instance', { instance: identity.instanceName, ...closed });
  });
  simulator.live.state();
  if (state === 'open') catchUp(simulator);
}

/** Everything that waited for a start or a connection: webhooks, and receipts that had not come yet. */
export function catchUp(simulator: Simulator): void {
  simulator.webhooks.kick();
  for (const message of simulator.messages.awaitingReceipts()) simulator.receipts.follow(message);
}
