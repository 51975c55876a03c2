import { expect } from 'vitest';
import { type Case, inSeconds, job, me, next, save } from './case.ts';

export const locking: readonly Case[] = [
  [
    'the next job is the earliest, then the one with the highest priority',
    async repository => {
      const at = inSeconds(-1);
      await save(
        repository,
        job('n', { nextRunAt: at, priority: -5, data: 3 }),
        job('n', { nextRunAt: at, priority: 10, data: 2 }),
        job('n', { nextRunAt: inSeconds(-2), priority: -10, data: 1 }),
      );
      const order = [
        await next(repository, 'n'),
        await next(repository, 'n'),
        await next(repository, 'n'),
        await next(repository, 'n'),
      ];
      expect(order.map(found => found?.data)).toEqual([1, 2, 3, undefined]);
    },
  ],
  [
    'the next job is locked by whoever asked',
    async repository => {
      const [id = ''] = await save(repository, job('n', { nextRunAt: inSeconds(0) }));
      const found = await next(repository, 'n');
      expect(Math.abs(found!.lockedAt!.getTime() - Date.now())).toBeLessThan(5_000);
      expect(await repository.getJobById(id)).toMatchObject({ lockedAt: found!.lockedAt, lastModifiedBy: 'me' });
    },
  ],
  [
    'no next job beyond the scan, of another name, disabled, or without a time',
    async repository => {
      await save(
        repository,
        job('n', { nextRunAt: inSeconds(60) }),
        job('other', { nextRunAt: inSeconds(-1) }),
        job('n', { nextRunAt: inSeconds(-1), disabled: true }),
        job('n', { nextRunAt: null }),
      );
      expect(await next(repository, 'n')).toBeUndefined();
    },
  ],
  [
    'a lock that has run out is taken over, also of a job that was running',
    async repository => {
      await save(repository, job('n', { nextRunAt: inSeconds(-1) }));
      const locked = (await next(repository, 'n'))!;
      await repository.saveJobState({ ...locked, nextRunAt: null, lastRunAt: new Date() }, me);
      expect(await next(repository, 'n')).toBeUndefined();
      expect(await next(repository, 'n', { lockDeadline: inSeconds(1) })).toMatchObject({ _id: locked._id });
    },
  ],
  [
    'twenty who ask at once for ten jobs get each once',
    async repository => {
      await save(repository, ...Array.from({ length: 10 }, (_, n) => job('n', { nextRunAt: inSeconds(-1), data: n })));
      const found = await Promise.all(Array.from({ length: 20 }, () => next(repository, 'n')));
      const taken = found.filter(each => each !== undefined).map(each => each.data);
      expect(taken.toSorted()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    },
  ],
  [
    'a job is locked once, and only while its time is the one that was seen',
    async repository => {
      const saved = await repository.saveJob(job('l'), me);
      expect(await repository.lockJob({ ...saved, nextRunAt: inSeconds(99) }, me)).toBeUndefined();
      expect(await repository.lockJob(saved, me)).toMatchObject({ _id: saved._id, lastModifiedBy: 'me' });
      expect(await repository.lockJob(saved, me)).toBeUndefined();
    },
  ],
  [
    'a disabled job is not locked',
    async repository => {
      const saved = await repository.saveJob(job('l', { disabled: true }), me);
      expect(await repository.lockJob(saved, me)).toBeUndefined();
    },
  ],
  [
    'unlockJob gives back a job that waits and leaves one that runs, unlockJobs gives back both',
    async repository => {
      await save(
        repository,
        job('n', { nextRunAt: inSeconds(-2), data: 'runs' }),
        job('n', { nextRunAt: inSeconds(-1), data: 'waits' }),
      );
      const runs = (await next(repository, 'n'))!;
      const waits = (await next(repository, 'n'))!;
      await repository.saveJobState({ ...runs, nextRunAt: null }, me);
      const locked = async () => (await repository.queryJobs({ state: 'running' })).jobs.map(found => found.data);
      await repository.unlockJob(waits);
      await repository.unlockJob(runs);
      expect(await locked()).toEqual(['runs']);
      await repository.unlockJobs([runs._id!, waits._id!]);
      expect(await locked()).toEqual([]);
    },
  ],
  [
    'the state of a job is saved whole, empty fields too',
    async repository => {
      const saved = await repository.saveJob(job('st'), me);
      const at = new Date('2026-11-24T10:00:00.500Z');
      await repository.saveJobState(
        { ...saved, lockedAt: at, lastRunAt: at, failedAt: at, failReason: 'x', failCount: 2, progress: 40 },
        me,
      );
      const id = String(saved._id);
      expect(await repository.getJobById(id)).toMatchObject({
        lockedAt: at,
        lastRunAt: at,
        failReason: 'x',
        failCount: 2,
        progress: 40,
      });
      await repository.saveJobState({ ...saved, lastFinishedAt: at }, me);
      const found = await repository.getJobById(id);
      expect([found?.lockedAt, found?.failedAt, found?.failCount, found?.lastFinishedAt]).toEqual([
        undefined,
        undefined,
        undefined,
        at,
      ]);
    },
  ],
  [
    'the state of a removed job cannot be saved',
    async repository => {
      const saved = await repository.saveJob(job('st'), me);
      await repository.purgeAllJobs();
      await expect(repository.saveJobState(saved, me)).rejects.toThrow();
    },
  ],
];
