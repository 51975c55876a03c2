import { MongoBackend } from '@agendajs/mongo-backend';
import type { JobRepository } from 'agenda';
import { MongoClient } from 'mongodb';
import { describe, expect, onTestFinished, test } from 'vitest';
import { EmbeddedDatabase } from '../../src/jobs/embedded-database.ts';
import { EmbeddedJobRepository } from '../../src/jobs/embedded-job-repository.ts';
import { MONGODB_URL, NEEDS_MONGODB, newDatabaseName, temporaryPath } from './helpers.ts';
import { locking } from './repository-cases/locking.ts';
import { saving } from './repository-cases/saving.ts';
import { selecting } from './repository-cases/selecting.ts';

const repositoryCases = [...saving, ...locking, ...selecting];

async function embedded(path = temporaryPath()): Promise<JobRepository> {
  const database = new EmbeddedDatabase(path);
  const repository = new EmbeddedJobRepository(database);
  await repository.connect();
  onTestFinished(() => database.close());
  return repository;
}

/** Every call goes to a connection of its own, as after a restart or from another process. */
function reopened(): JobRepository {
  const path = temporaryPath();
  return new Proxy({} as JobRepository, {
    get:
      (_, method: keyof JobRepository) =>
      async (...parameters: unknown[]) => {
        const database = new EmbeddedDatabase(path);
        database.open();
        try {
          const repository = new EmbeddedJobRepository(database);
          return await (repository[method] as (...all: unknown[]) => unknown).apply(repository, parameters);
        } finally {
          database.close();
        }
      },
  });
}

/** Agenda's own repository, the measure of ours. */
async function mongo(): Promise<JobRepository> {
  const client = await MongoClient.connect(MONGODB_URL!);
  const db = client.db(newDatabaseName());
  const { repository } = new MongoBackend({ mongo: db });
  await repository.connect();
  onTestFinished(async () => {
    await db.dropDatabase();
    await client.close();
  });
  return repository;
}

describe('jobs in SQLite', () => {
  test.for(repositoryCases)('%s', async ([, check]) => check(await embedded()));
});

describe('jobs in SQLite, the file opened anew for every call', () => {
  test.for(repositoryCases)('%s', async ([, check]) => check(reopened()));
});

describe.skipIf(!MONGODB_URL)(`jobs in MongoDB${NEEDS_MONGODB}`, () => {
  test.for(repositoryCases)('%s', async ([, check]) => check(await mongo()));
});

describe('what the embedded store refuses', () => {
  test.for([
    ['an operator in a unique query', { 'data.n': { $gt: 1 } }],
    ['a field that no job has', { colour: 'red' }],
    ['a quote in a key', { 'data.a"b': 1 }],
  ] as const)('%s', async ([, unique]) => {
    const repository = await embedded();
    const job = { name: 'x', type: 'normal', priority: 0, nextRunAt: null, data: null, unique } as const;
    await expect(repository.saveJob(job, undefined)).rejects.toThrow();
    expect((await repository.queryJobs()).total).toBe(0);
  });

  test('calls before it is open', async () => {
    const repository = new EmbeddedJobRepository(new EmbeddedDatabase(temporaryPath()));
    await expect(repository.queryJobs()).rejects.toThrow('not open');
  });
});
