import type { DatabaseSync } from 'node:sqlite';

export type ConnectionState = 'open' | 'connecting' | 'close';

/** What `webhook/set` stored. */
export interface WebhookConfig {
  readonly url: string;
  readonly enabled: boolean;
  readonly events: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  readonly byEvents: boolean;
  readonly base64: boolean;
  readonly createdAt: string;
  readonly updatedAt: string;
}

export type FaultKind =
  | 'server_error'
  | 'connection_closed'
  | 'timed_out'
  | 'not_on_whatsapp'
  | 'hang'
  | 'sent_without_answer';

/** What the next sends will meet. */
export interface Fault {
  readonly kind: FaultKind;
  /** How many sends are still to fail, at least 1. */
  readonly remaining: number;
}

interface SettingValues {
  instance_id: string;
  connection: ConnectionState;
  webhook: WebhookConfig;
  fault: Fault | null;
  created_at: string;
  /** How far all journeys in time went, in milliseconds. */
  travelled_ms: number;
}

/** Single values that outlive a restart, JSON in one table. */
export interface Settings {
  get<K extends keyof SettingValues>(key: K): SettingValues[K] | undefined;
  set<K extends keyof SettingValues>(key: K, value: SettingValues[K]): void;
}

export function settingsStore(db: DatabaseSync): Settings {
  const select = db.prepare('SELECT value FROM settings WHERE key = ?');
  const upsert = db.prepare(
    'INSERT INTO settings (key, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value',
  );
  return {
    get(key) {
      const row = select.get(key) as { value: string } | undefined;
      return row && JSON.parse(row.value);
    },
    set(key, value) {
      upsert.run(key, JSON.stringify(value));
    },
  };
}
