import type { FastifyBaseLogger } from 'fastify';
import type { Actor, WorkDeps } from '../scheduling/work.ts';
import type { Vault } from '../secrets.ts';
import type { Channel } from '../whatsapp/channel.ts';
import type { Health } from './health.ts';
import type { Sentence } from './sentences.ts';
import type { StoreEvents } from './webhook.ts';

/** What a chat command answers to a program. */
export interface CommandAnswer {
  ok: boolean;
  reply: string;
  question: { id: number; options: readonly string[]; expires_at: string } | null;
  result: Readonly<Record<string, unknown>> | null;
}

/** What the API needs from its neighbours, which it may not know: `app.ts` hands it over. */
export interface ApiDeps {
  work: WorkDeps;
  vault: Vault;
  /** Sentences of the verbs' and the language's codes: `templates/errors/`. */
  sentence: Sentence;
  runCommand(actor: Actor, text: string): Promise<CommandAnswer>;
  /** Reads the groups of an instance anew; how many there are. */
  syncGroups(configId: number): Promise<number>;
  /** Where the gateway reaches us. */
  publicUrl: string;
  /** What a frontend may know of the configuration. */
  settings: { version: string; confirm: 'risky' | 'always' | 'never'; selfChat: boolean; simulator: boolean };
  /** The secret that an instance's webhooks carry. */
  webhookSecret(instance: { id: number; baseUrl: string; instanceName: string }): string;
  /** The way out of an instance. */
  channelFor(configId: number): Promise<Channel>;
}

export interface HttpOptions extends ApiDeps {
  /** `worker` serves health alone. */
  role: 'all' | 'api' | 'worker';
  /** Origins of frontends elsewhere. */
  corsOrigins: readonly string[];
  /** Behind a proxy of ours: believe X-Forwarded-*. */
  trustProxy: boolean;
  logger: FastifyBaseLogger;
  /** Of the program, for /openapi.json. */
  version: string;
  storeEvents: StoreEvents;
  health: Health;
}
