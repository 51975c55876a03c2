import type { JobParameters, JobState } from 'agenda';
import { expect } from 'vitest';
import { type Case, inSeconds, job, me, names, save, total } from './case.ts';

export const selecting: readonly Case[] = [
  [
    'jobs are removed by id, ids, name, names, other names and data',
    async repository => {
      const of = (...all: string[]) => all.map(name => job(name, { data: { kind: name, deep: { n: 1 } } }));
      const ids = await save(repository, ...of('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'));
      expect(await repository.removeJobs({ id: ids[0]! })).toBe(1);
      expect(await repository.removeJobs({ ids: [ids[1]!, ids[2]!] })).toBe(2);
      expect(await repository.removeJobs({ name: 'd' })).toBe(1);
      expect(await repository.removeJobs({ names: ['e', 'a'] })).toBe(1);
      expect(await repository.removeJobs({ name: 'f', data: { kind: 'g' } })).toBe(0);
      expect(await repository.removeJobs({ data: { kind: 'f', deep: { n: 1 } } })).toBe(1);
      expect(await repository.removeJobs({ notNames: ['h'] })).toBe(1);
      expect(await names(repository, {})).toEqual(['h']);
    },
  ],
  [
    'options that name nothing remove, disable and enable nothing',
    async repository => {
      await save(repository, job('a'));
      for (const options of [{}, { ids: [] }, { names: [] }, { notNames: [] }, { data: {} }]) {
        expect(await repository.removeJobs(options)).toBe(0);
        expect(await repository.disableJobs(options)).toBe(0);
        expect(await repository.enableJobs(options)).toBe(0);
      }
      expect(await total(repository)).toBe(1);
    },
  ],
  [
    'disabling and enabling count the jobs that they change',
    async repository => {
      await save(repository, job('a'), job('a'), job('b'));
      expect(await repository.disableJobs({ name: 'a' })).toBe(2);
      expect(await repository.disableJobs({ names: ['a', 'b'] })).toBe(1);
      expect(await repository.enableJobs({ name: 'a' })).toBe(2);
      expect(await repository.enableJobs({ name: 'a' })).toBe(0);
      expect(await names(repository, { includeDisabled: false })).toEqual(['a', 'a']);
    },
  ],
  [
    'a query pages, counts all that match and sorts',
    async repository => {
      await save(
        repository,
        ...['b', 'd', 'a', 'c'].map((name, n) => job(name, { priority: n, nextRunAt: inSeconds(10 + n) })),
      );
      const page = await repository.queryJobs({ sort: { name: 'asc' }, skip: 1, limit: 2 });
      expect([page.jobs.map(found => found.name), page.total]).toEqual([['b', 'c'], 4]);
      expect(await names(repository, { sort: { priority: 'desc' } })).toEqual(['c', 'a', 'd', 'b']);
      expect(await names(repository, {})).toEqual(['c', 'a', 'd', 'b']); // the latest first
      expect(await names(repository, { sort: { name: 'asc' }, skip: 3 })).toEqual(['d']);
    },
  ],
  [
    'a query finds by id, ids, name, names, part of the name and data',
    async repository => {
      const ids = await save(
        repository,
        job('Send.Mail', { data: { to: 'ana', n: 1 } }),
        job('sendXmail', { data: 'text' }),
        job('other'),
      );
      const sorted = { sort: { name: 'asc' } } as const;
      expect(await names(repository, { id: ids[1]! })).toEqual(['sendXmail']);
      expect(await names(repository, { ids: [ids[0]!, ids[2]!], ...sorted })).toEqual(['Send.Mail', 'other']);
      expect(await names(repository, { name: 'other' })).toEqual(['other']);
      expect(await names(repository, { names: ['other', 'sendXmail'], ...sorted })).toEqual(['other', 'sendXmail']);
      expect(await names(repository, { search: 'send.m' })).toEqual(['Send.Mail']);
      expect(await names(repository, { search: 'send', name: 'other', ...sorted })).toEqual(['Send.Mail', 'sendXmail']);
      expect(await names(repository, { data: { to: 'ana' } })).toEqual(['Send.Mail']);
      expect(await names(repository, { data: { to: 'bia' } })).toEqual([]);
      expect(await names(repository, { data: 'text' })).toEqual(['sendXmail']);
    },
  ],
  [
    'the state of a job follows from its times, and states are counted by name',
    async repository => {
      const past = inSeconds(-60);
      const saveIn = async (name: string, state: Partial<JobParameters>, fields: Partial<JobParameters> = {}) =>
        repository.saveJobState({ ...(await repository.saveJob(job(name, fields), me)), ...state }, me);
      await saveIn('x', {});
      await saveIn('x', { nextRunAt: past });
      await saveIn('x', { lockedAt: past });
      await saveIn('x', { nextRunAt: null, lastFinishedAt: past });
      await saveIn('x', { nextRunAt: null, failedAt: past, lastFinishedAt: past });
      await saveIn('x', {}, { repeatInterval: 60_000 });
      await saveIn('y', {}, { disabled: true });
      const states: JobState[] = ['scheduled', 'queued', 'running', 'completed', 'failed', 'repeating'];
      const counts = await Promise.all(
        states.map(async state => (await repository.queryJobs({ state, name: 'x', limit: 1 })).total),
      );
      expect(counts).toEqual([1, 1, 1, 1, 1, 1]);
      expect(await names(repository, { state: 'paused' })).toEqual(['y']);
      const none = { running: 0, queued: 0, completed: 0, failed: 0, repeating: 0 };
      expect((await repository.getJobsOverview()).toSorted((a, b) => a.name.localeCompare(b.name))).toEqual([
        { name: 'x', total: 6, running: 1, scheduled: 1, queued: 1, completed: 1, failed: 1, repeating: 1, paused: 0 },
        { name: 'y', total: 1, ...none, scheduled: 1, paused: 1 },
      ]);
    },
  ],
  [
    'names are distinct, the queue counts what is due, purging removes all',
    async repository => {
      await save(repository, job('a', { nextRunAt: inSeconds(-1) }), job('a', { nextRunAt: null }), job('b'));
      expect((await repository.getDistinctJobNames()).toSorted()).toEqual(['a', 'b']);
      expect(await repository.getQueueSize()).toBe(1);
      expect(await repository.purgeAllJobs()).toBe(3);
      expect(await total(repository)).toBe(0);
    },
  ],
];
