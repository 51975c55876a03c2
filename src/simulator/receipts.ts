import { isGroup } from './gateway-jid.ts';
import type { Message, MessageStatus } from './store/messages.ts';

/** After how many paces a message reaches each status, counted from the one before. */
const STEPS: readonly { readonly to: MessageStatus; readonly paces: number }[] = [
  { to: 'SERVER_ACK', paces: 1 },
  { to: 'DELIVERY_ACK', paces: 1 },
  { to: 'READ', paces: 3 },
];

export interface Receipts {
  /** Lets receipts come for a message the bot sent. Groups get none, as in Evolution. */
  follow(message: Message): void;
  stop(): void;
}

export interface ReceiptParts {
  readonly delayMs: number;
  /** Receipts wait while the socket is down; whoever restores it follows the messages again. */
  readonly isConnected: () => boolean;
  readonly onReceipt: (messageId: string, status: MessageStatus) => void;
}

/** Timers only: which receipts are due is written in the messages themselves, so a restart takes them up again. */
export function receipts({ delayMs, isConnected, onReceipt }: ReceiptParts): Receipts {
  const timers = new Map<string, NodeJS.Timeout>();

  function plan(messageId: string, reached: MessageStatus): void {
    const step = STEPS[STEPS.findIndex(({ to }) => to === reached) + 1];
    if (!step) {
      timers.delete(messageId);
      return;
    }
    const arrive = () => {
      timers.delete(messageId);
      if (!isConnected()) return;
      onReceipt(messageId, step.to);
      plan(messageId, step.to);
    };
    timers.set(messageId, setTimeout(arrive, step.paces * delayMs).unref());
  }

  return {
    follow(message) {
      if (!isGroup(message.chatJid) && !timers.has(message.id)) plan(message.id, message.status);
    },
    stop() {
      for (const timer of timers.values()) clearTimeout(timer);
      timers.clear();
    },
  };
}
