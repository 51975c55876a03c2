/** Versions as HTTP tells them: `ETag` out, `If-Match` in (RFC 9110 §8.8.3, §13.1.1). */
import { UserError } from '../errors.ts';

/** The tag of a row's version: `"3"`. */
export const etagOf = (version: number): string => `"${version}"`;

/**
 * The version that a client expects to change.
 *
 * @returns null when any will do: no header, or `*`
 * @throws UserError `version_conflict` (412) for a tag that was never ours
 */
export function expectedVersion(ifMatch: string | undefined): number | null {
  const tag = ifMatch?.trim();
  if (!tag || tag === '*') return null;
  // Some proxies weaken tags when they compress; the version is the same.
  const version = /^(?:W\/)?"(\d{1,9})"$/.exec(tag)?.[1];
  if (version === undefined) throw new UserError('version_conflict', {}, 412);
  return Number(version);
}
