import type { Person } from './store/people.ts';

/** Who this gateway and its one WhatsApp account are. */
export interface Identity {
  readonly instanceName: string;
  readonly instanceId: string;
  readonly apiKey: string;
  /** Address of the Evolution routes, as told in `server_url`. */
  readonly baseUrl: string;
  /** The account that the bot answers on. */
  readonly own: Person;
}
