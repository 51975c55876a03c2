/**
 * `Idempotency-Key`: a client that got no answer may send its POST again, and it is not done again
 * (draft-ietf-httpapi-idempotency-key-header).
 */
import { UniqueConstraintViolationException } from '@mikro-orm/core';
import type { FastifyRequest } from 'fastify';
import { IdempotencyKey } from '../db/entities/index.ts';
import type { Em } from '../db/orm.ts';
import { UserError } from '../errors.ts';
import type { WorkDeps } from '../scheduling/work.ts';
import { sha256 } from '../secrets.ts';
import type { Answer } from './endpoint.ts';

/** How long an answer is kept to be repeated. */
const KEPT_HOURS = 24;
/** Printable ASCII: a UUID, an order's number. */
const KEY = /^[\x21-\x7e]{1,200}$/;

/** Told with an answer that is the first one's. */
const REPEATED = { 'idempotent-replayed': 'true' };

/**
 * Runs a request that carries a key once: whoever sends it again is given the first one's answer. A refusal or failure
 * keeps nothing, so that the mended request may use the same key. After a crash in between nobody knows what became of
 * the request, and it stays refused: doing it twice would be worse.
 *
 * @param options.userId whose key it is; two users may have the same one
 * @param options.secret the answer is shown once and must not be kept
 * @throws UserError `invalid_idempotency_key`; `idempotency_key_reused`, `idempotency_unfinished`, `answer_not_kept` (409)
 */
export async function runOnce(
  deps: Pick<WorkDeps, 'em' | 'clock'>,
  request: FastifyRequest,
  options: { userId: number; secret: boolean },
  run: () => Promise<Answer>,
): Promise<Answer> {
  const key = request.headers['idempotency-key'];
  if (key === undefined) return run();
  if (typeof key !== 'string' || !KEY.test(key)) throw new UserError('invalid_idempotency_key');
  const em = deps.em.fork();
  const own = { user: options.userId, key };
  const requestHash = sha256(JSON.stringify([request.method, request.url, request.body ?? null]));
  const now = deps.clock.now();
  await em.nativeDelete(IdempotencyKey, { createdAt: { $lt: now.subtract({ hours: KEPT_HOURS }) } });
  if (!(await take(em, { ...own, requestHash, createdAt: now }))) return repeat(em, own, requestHash, options.secret);

  let answer: Answer;
  try {
    answer = await run();
  } catch (error) {
    await em.nativeDelete(IdempotencyKey, own);
    throw error;
  }
  const kept = { status: answer.status, body: options.secret ? null : answer.body };
  await em
    .nativeUpdate(IdempotencyKey, own, { ...kept, location: answer.headers?.location ?? null })
    // It is done, and the client must hear so; only a repetition will be refused instead of answered.
    .catch(error => request.log.error({ err: error }, 'an answer could not be kept for its key'));
  return answer;
}

/** @returns false when the key is taken already */
async function take(
  em: Em,
  row: { user: number; key: string; requestHash: string; createdAt: Temporal.Instant },
): Promise<boolean> {
  try {
    await em.insert(IdempotencyKey, { ...row, body: null });
    return true;
  } catch (error) {
    if (error instanceof UniqueConstraintViolationException) return false;
    throw error;
  }
}

async function repeat(
  em: Em,
  own: { user: number; key: string },
  requestHash: string,
  secret: boolean,
): Promise<Answer> {
  const first = await em.findOne(IdempotencyKey, own);
  if (first && first.requestHash !== requestHash) throw new UserError('idempotency_key_reused', {}, 409);
  if (first?.status == null) throw new UserError('idempotency_unfinished', {}, 409);
  if (secret) throw new UserError('answer_not_kept', {}, 409);
  const { status, body, location } = first;
  return { status, body, headers: { ...REPEATED, ...(location ? { location } : {}) } };
}
