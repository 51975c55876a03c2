import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';

/** How much work one check costs. */
export interface PasswordCost {
  /** CPU and memory, a power of two; the memory is 128 · N · r bytes. */
  N: number;
  r: number;
  p: number;
}

/** 32 MiB and about a tenth of a second: OWASP's Password Storage Cheat Sheet names this triple for scrypt. */
const COST: PasswordCost = { N: 2 ** 15, r: 8, p: 3 };
const SALT_BYTES = 16;
const KEY_BYTES = 32;

/**
 * Hashes a password for storage.
 *
 * @returns `scrypt$N$r$p$salt$key`, the last two base64url: a later change of cost leaves old hashes readable
 */
export async function hashPassword(password: string, cost: PasswordCost = COST): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const key = await derive(password, salt, cost);
  return ['scrypt', cost.N, cost.r, cost.p, salt.toString('base64url'), key.toString('base64url')].join('$');
}

/**
 * Whether a password is the one that was hashed; false for a hash it cannot read. Takes the same time either way.
 *
 * @param stored null for a user who does not exist: the same work is done, so that the time tells nothing
 */
export async function verifyPassword(password: string, stored: string | null): Promise<boolean> {
  const hash = readHash(stored);
  const key = await derive(password, hash?.salt ?? Buffer.alloc(SALT_BYTES), hash?.cost ?? COST);
  return timingSafeEqual(key, hash?.key ?? Buffer.alloc(KEY_BYTES)) && hash !== null;
}

/** A password for the first start: 120 bits, shown once. */
export function generatePassword(): string {
  return randomBytes(15).toString('base64url');
}

function readHash(stored: string | null): { cost: PasswordCost; salt: Buffer; key: Buffer } | null {
  const match = stored?.match(/^scrypt\$(\d+)\$(\d+)\$(\d+)\$([\w-]+)\$([\w-]+)$/);
  if (!match) return null;
  const [, N, r, p, salt, key] = match as unknown as [string, string, string, string, string, string];
  const bytes = Buffer.from(key, 'base64url');
  if (bytes.length !== KEY_BYTES) return null;
  return { cost: { N: Number(N), r: Number(r), p: Number(p) }, salt: Buffer.from(salt, 'base64url'), key: bytes };
}

function derive(password: string, salt: Buffer, cost: PasswordCost): Promise<Buffer> {
  // Node refuses above 32 MiB unless told; the same letter has two spellings in Unicode, and phones differ.
  const options: ScryptOptions = { ...cost, maxmem: 256 * cost.N * cost.r };
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFKC'), salt, KEY_BYTES, options, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
}
