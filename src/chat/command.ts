import type { AdminRole } from '../db/entities/index.ts';
import type { ErrorDetails } from '../errors.ts';
import type { Lines } from '../schedule/reading.ts';
import type { Work } from '../scheduling/work.ts';

/** When the bot asks before it schedules: product-wide, from CONFIRM. */
export type Confirm = 'risky' | 'always' | 'never';

/** A group where a command was written. */
export interface Here {
  readonly id: number;
  readonly name: string;
}

/** What a command is given beside its own words. */
export interface CommandContext {
  /** The transaction that the command, its reply and the inbox row share; `work.actor` is who asks. */
  readonly work: Work;
  /** What "daqui a 20 minutos" counts from: when the message was written, not when it reached us. */
  readonly askedAt: Temporal.Instant;
  /** The instance that the command came in by (evolution-config id); null for the API. */
  readonly receivedBy: number | null;
  /** Where the command was written. */
  readonly isGroup: boolean;
  /** The group where it was written, what "aqui" means; null in private, and for a group that was never read. */
  readonly here: Here | null;
  /** The words of the message that the command quotes. */
  readonly quotedText: string | null;
  /** The command as typed, prefix and word included: what a reply gives back to copy. */
  readonly text: string;
  readonly confirm: Confirm;
  /** Every command, for /ajuda. */
  readonly commands: readonly Command[];
  /** Has the groups of the receiving instance read anew, after the commit; the result comes as a message of its own. */
  requestGroupSync(): Promise<void>;
}

/** Values for a template. */
export type ReplyData = Readonly<Record<string, unknown>>;

/** One thing that is wrong with a command; `code` names a file of `templates/errors/`. */
export interface Fault {
  readonly code: string;
  readonly details: ErrorDetails;
}

/** What a command says back. `template` names a file of `templates/replies/`. */
export type Reply =
  | {
      readonly kind: 'done';
      readonly template: string;
      readonly data: ReplyData;
      /** What the person should know all the same; the template gets the sentences as `notes`. */
      readonly notes: readonly Fault[];
      /** For programs that run commands through the API. */
      readonly result: ReplyData | null;
    }
  | {
      readonly kind: 'question';
      readonly template: string;
      readonly data: ReplyData;
      /** Why it is asked; the template gets the sentences as `notes`. */
      readonly notes?: readonly Fault[];
      /** What can be answered: words to say, or choices to name by their number. None: words of one's own. */
      readonly options: readonly string[];
      /** What `answer` needs to go on: plain JSON, read again with suspicion. */
      readonly payload: Readonly<Record<string, unknown>>;
    }
  | {
      readonly kind: 'refused';
      readonly faults: readonly Fault[];
      /** What was understood all the same, one line each. */
      readonly understood: readonly string[];
      /** A corrected line to copy. */
      readonly suggestion: string | null;
      /** Several of them, where one does not do. */
      readonly lines: Lines | null;
    };

/** What was chosen of a question's options; of a question without options, the words themselves (at 0). */
export interface Choice {
  readonly index: number;
  readonly option: string;
}

/** The options of a question that wants a yes or a no. */
export const YES_NO = ['sim', 'não'] as const;

/** A chat command, or one of the words that may follow it. */
export interface Command {
  /** The word after the slash, with its accents; folded when it is compared. */
  readonly name: string;
  readonly aliases?: readonly string[];
  /** One line for /ajuda. */
  readonly summary: string;
  /** How it is written: `/ver N`. */
  readonly usage: string;
  /** Lines that work as they are. */
  readonly examples: readonly string[];
  /** The least role that may run it. */
  readonly role: AdminRole;
  /** Once more is not the same as once: the very same line right after it is asked about. */
  readonly addsUp?: boolean;
  /** Commands of two words: `/modelo novo`. What no subcommand takes goes to `run`. */
  readonly subcommands?: readonly Command[];
  /** @param args what follows the command's word, as typed, trimmed */
  run(context: CommandContext, args: string): Promise<Reply>;
  /** Takes the answer to a question of this command. */
  answer?(context: CommandContext, payload: Readonly<Record<string, unknown>>, choice: Choice): Promise<Reply>;
  /** Takes a no to a question of this command, where a no decides something too; else nothing is done and that is said. */
  decline?(context: CommandContext, payload: Readonly<Record<string, unknown>>): Promise<Reply | null>;
}

/** Declares a command; a file in `commands/` default-exports the result. */
export function defineCommand(command: Command): Command {
  return command;
}

/** It is done. */
export function done(
  template: string,
  data: ReplyData,
  result: ReplyData | null = null,
  notes: readonly Fault[] = [],
): Reply {
  return { kind: 'done', template, data, notes, result };
}

/** Asks, and waits ten minutes for the answer. */
export function ask(question: Omit<Extract<Reply, { kind: 'question' }>, 'kind'>): Reply {
  return { kind: 'question', ...question };
}

/** Nothing was done; names every fault at once. */
export function refuse(
  faults: readonly Fault[],
  more: { understood?: readonly string[]; suggestion?: string | null; lines?: Lines | null } = {},
): Reply {
  const { understood = [], suggestion = null, lines = null } = more;
  return { kind: 'refused', faults, understood, suggestion, lines };
}
