import type { JobParameters, JobRepository } from 'agenda';

/** A rule that Agenda's MongoDB repository keeps and every store of ours is held to. */
export type Case = readonly [rule: string, check: (repository: JobRepository) => Promise<void>];

const NEVER = new Date(0);
export const me = { lastModifiedBy: 'me' };
export const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1_000);

export function job(name: string, fields: Partial<JobParameters> = {}): JobParameters {
  return { name, type: 'normal', priority: 0, nextRunAt: inSeconds(60), data: null, ...fields };
}

/** Saves jobs and gives back their ids. */
export async function save(repository: JobRepository, ...jobs: JobParameters[]): Promise<string[]> {
  const ids: string[] = [];
  for (const each of jobs) ids.push(String((await repository.saveJob(each, me))._id));
  return ids;
}

export const total = async (repository: JobRepository) => (await repository.queryJobs()).total;
export const names = async (repository: JobRepository, query: Parameters<JobRepository['queryJobs']>[0]) =>
  (await repository.queryJobs(query)).jobs.map(found => found.name);
export const next = (repository: JobRepository, name: string, options: { scanTo?: Date; lockDeadline?: Date } = {}) =>
  repository.getNextJobToRun(name, options.scanTo ?? inSeconds(1), options.lockDeadline ?? NEVER, undefined, me);
