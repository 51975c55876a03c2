import type { Logger } from '../logger.ts';
import type { WorkDeps } from '../scheduling/work.ts';
import type { Channel } from '../whatsapp/channel.ts';

/** What the delivery room needs, built once in `app.ts`. */
export interface DeliveryDeps {
  work: WorkDeps;
  /** The way out of an instance, by its evolution-config id. */
  channelFor(configId: number): Promise<Channel>;
  /** A sentence for a person, from `templates/replies/`. */
  say(template: string, data: Readonly<Record<string, unknown>>): string;
  /** Names this process in claims; unique among all that share the database. */
  processId: string;
  logger: Logger;
}
