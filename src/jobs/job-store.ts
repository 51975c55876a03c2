import type { AgendaBackend, NotificationChannel } from 'agenda';

/** Where Agenda keeps its jobs: a place that may be away at any time, and may come back empty. */
export interface JobStore {
  readonly backend: AgendaBackend;
  /** Through which other processes hear of a new job at once; without it they poll. */
  readonly channel?: NotificationChannel;
  /**
   * Connects; on a store that is connected, makes sure that it answers and that its tables and indexes are there. May be called again and again.
   *
   * @throws when the store is away
   */
  open(): Promise<void>;
  close(): Promise<void>;
}
