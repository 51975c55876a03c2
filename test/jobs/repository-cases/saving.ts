import { expect } from 'vitest';
import { type Case, inSeconds, job, me, save, total } from './case.ts';

export const saving: readonly Case[] = [
  [
    'a saved job is read back with every field',
    async repository => {
      const fields = {
        priority: 10,
        nextRunAt: new Date('2026-11-25T12:00:00.123Z'),
        data: { at: '2026-11-25T12:00:00Z', nested: { list: [1, 'two', null], yes: true } },
        repeatInterval: '0 9 * * *',
        repeatTimezone: 'America/Sao_Paulo',
        disabled: true,
        startDate: new Date('2026-01-01T00:00:00Z'),
        skipDays: [0, 6],
      };
      const [id = ''] = await save(repository, job('full', fields));
      expect(await repository.getJobById(id)).toMatchObject({
        ...fields,
        _id: id,
        name: 'full',
        type: 'normal',
        lastModifiedBy: 'me',
      });
    },
  ],
  [
    'a field without a value is absent, a job without a next run has null',
    async repository => {
      const [id = ''] = await save(repository, job('bare', { nextRunAt: null }));
      const found = await repository.getJobById(id);
      expect(found?.nextRunAt).toBeNull();
      expect(found?.lockedAt).toBeUndefined();
      expect(found?.disabled).toBeUndefined();
      expect(found?.failCount).toBeUndefined();
    },
  ],
  [
    'saving with an id updates that job',
    async repository => {
      const saved = await repository.saveJob(job('a', { data: { n: 1 } }), me);
      await repository.saveJob({ ...saved, data: { n: 2 } }, { lastModifiedBy: 'other' });
      expect(await total(repository)).toBe(1);
      expect(await repository.getJobById(String(saved._id))).toMatchObject({ data: { n: 2 }, lastModifiedBy: 'other' });
    },
  ],
  [
    'saving with the id of a removed job brings nothing back',
    async repository => {
      const saved = await repository.saveJob(job('a'), me);
      await repository.purgeAllJobs();
      expect(await repository.saveJob(saved, me)).toEqual(saved);
      expect(await total(repository)).toBe(0);
    },
  ],
  [
    'there is one job of type single for each name, and a time that has passed does not move it',
    async repository => {
      const later = inSeconds(90);
      await save(repository, job('s', { type: 'single', nextRunAt: inSeconds(60) }));
      await save(repository, job('s', { type: 'single', nextRunAt: later }));
      await save(
        repository,
        job('s', { type: 'single', nextRunAt: inSeconds(-5), data: { n: 3 } }),
        job('t', { type: 'single' }),
      );
      expect(await total(repository)).toBe(2);
      expect((await repository.queryJobs({ name: 's' })).jobs).toMatchObject([{ nextRunAt: later, data: { n: 3 } }]);
    },
  ],
  [
    'a new job of type single keeps a time that has passed',
    async repository => {
      const past = inSeconds(-5);
      expect(await repository.saveJob(job('s', { type: 'single', nextRunAt: past }), me)).toMatchObject({
        nextRunAt: past,
      });
    },
  ],
  [
    'a unique job updates the one that matches',
    async repository => {
      const unique = { 'data.user.id': 7 };
      await save(
        repository,
        job('u', { unique, data: { user: { id: 7 }, n: 1 } }),
        job('u', { unique, data: { user: { id: 7 }, n: 2 } }),
      );
      const { jobs, total: count } = await repository.queryJobs();
      expect(count).toBe(1);
      expect(jobs).toMatchObject([{ data: { user: { id: 7 }, n: 2 } }]);
    },
  ],
  [
    'unique tells numbers from text, one name from another, and null from a value',
    async repository => {
      const of = (name: string, id: unknown) =>
        job(name, { unique: { 'data.id': id }, data: id === null ? {} : { id } });
      await save(
        repository,
        of('u', 1),
        of('u', '1'),
        of('u', true),
        of('v', 1),
        of('u', null),
        of('u', null),
        of('u', 1),
      );
      expect(await total(repository)).toBe(5);
    },
  ],
  [
    'with insertOnly the job that is there stays as it is',
    async repository => {
      const unique = { 'data.at': 'x' };
      const [first] = await save(
        repository,
        job('u', { unique, uniqueOpts: { insertOnly: true }, data: { at: 'x' }, priority: 1 }),
      );
      const again = await repository.saveJob(
        job('u', { unique, uniqueOpts: { insertOnly: true }, data: { at: 'x' }, priority: 2 }),
        me,
      );
      expect(again).toMatchObject({ _id: first, priority: 1 });
      expect(await total(repository)).toBe(1);
    },
  ],
  [
    'fifty alarms for one instant that are saved at once are one',
    async repository => {
      const alarm = job('fire', { unique: { 'data.at': 'x' }, uniqueOpts: { insertOnly: true }, data: { at: 'x' } });
      await Promise.all(Array.from({ length: 50 }, () => repository.saveJob(alarm, me)));
      expect(await total(repository)).toBe(1);
    },
  ],
  [
    'trailing debounce puts the run off by its delay at each save',
    async repository => {
      const debounced = job('d', {
        unique: { 'data.k': 1 },
        data: { k: 1 },
        uniqueOpts: { debounce: { delay: 30_000 } },
      });
      const first = await repository.saveJob(debounced, me);
      const second = await repository.saveJob(debounced, me);
      expect(second._id).toBe(first._id);
      expect(second.nextRunAt!.getTime()).toBeGreaterThanOrEqual(first.nextRunAt!.getTime());
      expect(second.nextRunAt!.getTime() - Date.now()).toBeGreaterThan(29_000);
      expect(second.debounceStartedAt).toEqual(first.debounceStartedAt);
    },
  ],
  [
    'trailing debounce does not wait longer than maxWait',
    async repository => {
      const uniqueOpts = { debounce: { delay: 30_000, maxWait: 1 } };
      const debounced = job('d', { unique: { 'data.k': 1 }, data: { k: 1 }, uniqueOpts });
      await repository.saveJob(debounced, me);
      await new Promise(resolve => setTimeout(resolve, 5));
      expect((await repository.saveJob(debounced, me)).nextRunAt!.getTime()).toBeLessThanOrEqual(Date.now());
    },
  ],
  [
    'leading debounce keeps the first time and takes the last data',
    async repository => {
      const of = (seconds: number, n: number) =>
        job('d', {
          unique: { 'data.k': 1 },
          data: { k: 1, n },
          nextRunAt: inSeconds(seconds),
          uniqueOpts: { debounce: { delay: 30_000, strategy: 'leading' } },
        });
      const first = await repository.saveJob(of(5, 1), me);
      expect(await repository.saveJob(of(50, 2), me)).toMatchObject({
        nextRunAt: first.nextRunAt,
        data: { k: 1, n: 2 },
      });
    },
  ],
];
