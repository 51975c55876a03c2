import { randomBytes } from 'node:crypto';
import { sha256 } from '../secrets.ts';

/** So that a token that leaked into a repository or a log can be found for what it is. */
const PREFIX = 'agd_';

/** A new API token (256 bits) and what is stored of it. A long random text needs no slow hash. */
export function createToken(): { token: string; tokenHash: string } {
  const token = PREFIX + randomBytes(32).toString('base64url');
  return { token, tokenHash: hashToken(token) };
}

/** SHA-256 in hex, as tokens are looked up. */
export const hashToken = sha256;
