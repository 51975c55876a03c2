import type { Person } from './store/people.ts';

/** Who this gateway and its one WhatsApp account are. */
export interface Identity {
  readonly instanceName: string;
  readonly instanceId: string;
  readonly apiKey: string;
  /** Address of the Evolution routes, as told in `server_url`. */
  readonly baseUrl: string;
  /** IANA zone of the machine that the gateway claims to run on, and of the page. */
  readonly timezone: string;
  /** The account that the bot answers on. */
  readonly own: Person;
}
