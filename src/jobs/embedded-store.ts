import { embeddedBackend } from './embedded-backend.ts';
import type { JobStore } from './job-store.ts';

/** The job store in a SQLite file at `path`. */
export function embeddedStore(path: string): JobStore {
  const backend = embeddedBackend(path);
  return {
    backend,
    ...(backend.notificationChannel && { channel: backend.notificationChannel }),
    open: () => backend.connect(),
    close: () => backend.disconnect(),
  };
}
