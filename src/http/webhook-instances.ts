import { timingSafeEqual } from 'node:crypto';
import type { Clock } from '../clock.ts';
import { EvolutionConfig } from '../db/entities/index.ts';
import type { Em } from '../db/orm.ts';
import { sha256 } from '../secrets.ts';

/** Which instance sends with a secret. */
export interface WebhookInstances {
  /** Null for a secret that is nobody's. @throws when the database is away and has never been asked */
  find(secret: string): Promise<EvolutionConfig | null>;
}

/** How long the instances are remembered: the way of an event is then one insert. */
const FRESH_MS = 5_000;

export function createWebhookInstances(deps: { em: Em; clock: Clock }): WebhookInstances {
  let known: EvolutionConfig[] | null = null;
  let readAt = 0;

  async function read(): Promise<EvolutionConfig[]> {
    known = await deps.em.fork().findAll(EvolutionConfig);
    readAt = performance.now();
    return known;
  }

  return {
    async find(secret) {
      const hash = Buffer.from(sha256(secret), 'hex');
      const remembered = performance.now() - readAt < FRESH_MS ? known : null;
      // An unknown secret may be a new one, and a 401 would lose its event for good: the database has the last word.
      const found = remembered && matching(remembered, hash, deps.clock.now());
      return found ?? matching(await read(), hash, deps.clock.now());
    },
  };
}

/** Every instance is compared, in constant time, whichever one it is. */
function matching(configs: readonly EvolutionConfig[], hash: Buffer, now: Temporal.Instant): EvolutionConfig | null {
  let found: EvolutionConfig | null = null;
  for (const config of configs) {
    const { previousSecretUntil: until } = config;
    const isCurrent = equals(config.webhookSecretHash, hash);
    const isPrevious = equals(config.previousSecretHash, hash);
    const isInTime = until != null && Temporal.Instant.compare(now, until) < 0;
    if (isCurrent || (isPrevious && isInTime)) found = config;
  }
  return found;
}

function equals(storedHex: string | null | undefined, hash: Buffer): boolean {
  const stored = storedHex ? Buffer.from(storedHex, 'hex') : Buffer.alloc(hash.length);
  return stored.length === hash.length && timingSafeEqual(stored, hash) && Boolean(storedHex);
}
