/** What open pages are told. */
export type LiveEvent =
  | { readonly kind: 'message'; readonly messageId: string }
  /** Connection, faults, webhook, people or groups: whatever the page shows around the messages. */
  | { readonly kind: 'state' };

export interface LiveFeed {
  message(messageId: string): void;
  /** Many changes within a moment are told once. */
  state(): void;
  subscribe(listener: (event: LiveEvent) => void): () => void;
  stop(): void;
}

const STATE_PAUSE_MS = 200;

export function liveFeed(): LiveFeed {
  const listeners = new Set<(event: LiveEvent) => void>();
  let pendingState: NodeJS.Timeout | undefined;
  const tell = (event: LiveEvent) => {
    for (const listener of listeners) listener(event);
  };
  return {
    message: messageId => tell({ kind: 'message', messageId }),
    state() {
      pendingState ??= setTimeout(() => {
        pendingState = undefined;
        tell({ kind: 'state' });
      }, STATE_PAUSE_MS).unref();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    stop() {
      clearTimeout(pendingState);
      listeners.clear();
    },
  };
}
