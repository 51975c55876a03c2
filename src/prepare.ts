import type { Config } from './config.ts';
import { Admin, type EvolutionConfig } from './db/entities/index.ts';
import { exclusively, migrate } from './db/migrate.ts';
import { type DatabaseOptions, ensureDatabase, type Orm, prepareSqlite } from './db/orm.ts';
import { ensureFirstUser } from './http/first-user.ts';
import { addAdmin } from './scheduling/add-admin.ts';
import { ensureInstance } from './scheduling/ensure-instance.ts';
import { seedFirstStart } from './scheduling/seed.ts';
import { useWebhookSecret } from './scheduling/webhook-secret.ts';
import { runWork, SYSTEM, type Work, type WorkDeps } from './scheduling/work.ts';
import { deriveSecret, sha256, type Vault } from './secrets.ts';
import { toE164 } from './whatsapp/phone.ts';

/** The phone that the simulator's page writes from when ADMIN_NUMBERS names nobody: it exists only there. */
export const SIMULATED_OWNER = { phone: '+5511900000001', name: 'Dona da loja (simulador)' };

/** Secrets of this installation. */
export interface Keys {
  secretKey: string;
  vault: Vault;
}

export interface Prepared {
  /** The first user, when this start made it; the password is shown once. */
  firstUser: { username: string; password: string } | null;
  /** Schedules of the simulator that were paused because a real gateway came. */
  pausedSchedules: number;
}

/** The secret that the gateway must send with an instance's events. */
export function webhookSecretOf(
  config: Config,
  keys: Keys,
  instance: Pick<EvolutionConfig, 'id' | 'baseUrl' | 'instanceName'>,
): string {
  const { gateway, WEBHOOK_SECRET } = config;
  const isNamed = gateway && instance.baseUrl === gateway.baseUrl && instance.instanceName === gateway.instanceName;
  return isNamed && WEBHOOK_SECRET ? WEBHOOK_SECRET : deriveSecret(keys.secretKey, `webhook ${instance.id}`);
}

/** The key that the built-in simulator asks for. */
export const simulatorKey = (keys: Keys): string => deriveSecret(keys.secretKey, 'simulator key');

/**
 * Makes the database ready, at every start: schema, instances, admins, the first user and the starter templates. All of
 * it can run again, and processes that start together take turns.
 *
 * @throws when the database is away
 */
export async function prepare(
  orm: Orm,
  database: DatabaseOptions,
  deps: WorkDeps,
  config: Config,
  keys: Keys,
): Promise<Prepared> {
  await ensureDatabase(database);
  await prepareSqlite(orm);
  await migrate(orm);
  // A worker's terminal is nobody's to read, and its address is not where the gateway finds us.
  if (config.ROLE === 'worker') return { firstUser: null, pausedSchedules: 0 };
  return exclusively(orm, () => runWork(deps, SYSTEM, work => seed(work, config, keys)));
}

async function seed(work: Work, config: Config, keys: Keys): Promise<Prepared> {
  if (config.simulator) await simulatedInstance(work, config, keys);
  const paused = config.gateway ? await gatewayInstance(work, config, keys) : 0;
  for (const phone of config.ADMIN_NUMBERS) await ensureOwner(work, phone, 'Dono');
  await seedFirstStart(work);
  const { ADMIN_USERNAME: username, ADMIN_PASSWORD } = config;
  const { password } = await ensureFirstUser(work, { username, password: ADMIN_PASSWORD ?? null });
  return { firstUser: password === null ? null : { username, password }, pausedSchedules: paused };
}

async function simulatedInstance(work: Work, config: Config, keys: Keys): Promise<void> {
  await instance(work, config, keys, {
    name: 'Simulador',
    baseUrl: `${config.publicUrl}/simulador/evolution`,
    instanceName: 'simulador',
    apiKey: simulatorKey(keys),
    isSimulator: true,
  });
  if (config.ADMIN_NUMBERS.length === 0) await ensureOwner(work, SIMULATED_OWNER.phone, SIMULATED_OWNER.name);
}

async function gatewayInstance(work: Work, config: Config, keys: Keys): Promise<number> {
  // Behind a real gateway the invented phone could belong to somebody.
  await work.em.nativeDelete(Admin, { phone: SIMULATED_OWNER.phone, name: SIMULATED_OWNER.name });
  const { instanceName } = config.gateway!;
  return instance(work, config, keys, { name: instanceName, ...config.gateway!, isSimulator: false });
}

async function instance(
  work: Work,
  config: Config,
  keys: Keys,
  given: { name: string; baseUrl: string; instanceName: string; apiKey: string; isSimulator: boolean },
): Promise<number> {
  const { apiKey, ...rest } = given;
  const ensured = await ensureInstance(work, { ...rest, apiKeyEncrypted: keys.vault.encrypt(apiKey) });
  useWebhookSecret(work, ensured.config, sha256(webhookSecretOf(config, keys, ensured.config)));
  return ensured.paused.length;
}

async function ensureOwner(work: Work, typed: string, name: string): Promise<void> {
  const phone = toE164(typed);
  const known = await work.em.count(Admin, { phone });
  if (known === 0) await addAdmin(work, { phone, name, role: 'owner' });
}
