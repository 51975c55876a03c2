import type { PendingQuestion } from '../db/entities/index.ts';
import type { MediaBeside, ReplyData } from './command.ts';
import type { ChatDeps } from './deps.ts';

/** A line that somebody wrote, by chat or through the API. `work.actor` says who. */
export interface Asked {
  readonly text: string;
  /** Names this person in this chat (or this API user): what a pending question is kept under. */
  readonly askedKey: string;
  /** When it was written. */
  readonly askedAt: Temporal.Instant;
  readonly receivedBy: number | null;
  readonly groupJid: string | null;
  readonly quotedText: string | null;
  /** What it carries, or quotes, beside words; null for the API. */
  readonly media: MediaBeside | null;
  /** The id of the message that it quotes. */
  readonly quotedId: string | null;
  /** Where what comes later is told; null for the API. */
  readonly replyTo: string | null;
}

/** What the bot says to it. */
export interface Spoken {
  /** False when it was refused: nothing was done. */
  readonly ok: boolean;
  readonly text: string;
  /** Set when the bot asked something and waits for the answer. */
  readonly question: PendingQuestion | null;
  /** For programs: what came of it. */
  readonly result: ReplyData | null;
}

/** What it takes to run a command and to say what came of it. */
export type ChatParts = Pick<ChatDeps, 'sentences' | 'commands' | 'confirm'>;
