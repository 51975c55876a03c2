import type { Logger } from '../logger.ts';
import type { WorkDeps } from '../scheduling/work.ts';
import type { Channel } from '../whatsapp/channel.ts';
import type { Confirm } from './command.ts';
import type { CommandSet } from './find-command.ts';

/** The sentences of the chat; `templates` implements it. */
export interface Sentences {
  /** A file of `templates/replies/`. */
  reply(name: string, data: Readonly<Record<string, unknown>>): string;
  /** A file of `templates/errors/`. */
  error(code: string, details: Readonly<Record<string, unknown>>): string;
}

/** What the chat needs, built once in `app.ts`. */
export interface ChatDeps {
  work: WorkDeps;
  /** The way out of an instance, by its evolution-config id. */
  channelFor(configId: number): Promise<Channel>;
  sentences: Sentences;
  commands: CommandSet;
  confirm: Confirm;
  /** Whether the owner commands by writing to herself on the phone of the bot's number. */
  selfChat: boolean;
  /** Names this process in claims; unique among all that share the database. */
  processId: string;
  logger: Logger;
}
