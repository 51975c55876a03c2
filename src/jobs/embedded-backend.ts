import { type AgendaBackend, InMemoryNotificationChannel } from 'agenda';
import { EmbeddedDatabase } from './embedded-database.ts';
import { EmbeddedJobRepository } from './embedded-job-repository.ts';

/**
 * Agenda's jobs in one SQLite file, for a machine without MongoDB. They survive a restart.
 * A job saved in this process is noticed at once; one saved by another process on the same file at the next poll.
 *
 * @param path of the file; its folder is made when it is missing
 */
export function embeddedBackend(path: string): AgendaBackend {
  const database = new EmbeddedDatabase(path);
  return {
    name: 'SQLite',
    repository: new EmbeddedJobRepository(database),
    notificationChannel: new InMemoryNotificationChannel(),
    ownsConnection: true,
    connect: async () => database.open(),
    disconnect: async () => database.close(),
  };
}
