/**
 * What a driver says when its server cannot be reached, is going down, does not let go of a lock in time, or has no
 * tables yet because the first process has only just begun.
 */
const AWAY =
  /^(?:ECONN(?:REFUSED|RESET|ABORTED)|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|PROTOCOL_\w+|ER_(?:NO_SUCH_TABLE|BAD_DB_ERROR|SERVER_SHUTDOWN|CON_COUNT_ERROR|LOCK_WAIT_TIMEOUT|LOCK_DEADLOCK)|ERR_INVALID_STATE|POOL_CLOSED)$/;
/** SQLite's primary result codes for "busy" and "locked" (sqlite.org/rescode.html); extended ones carry more above. */
const SQLITE_BUSY = [5, 6];

/** Whether a failure means that the database is away for now, so that asking again later makes sense. */
export function isDatabaseAway(error: unknown): boolean {
  for (let cause = error, depth = 0; typeof cause === 'object' && cause !== null && depth < 10; depth++) {
    const { code, errcode, previous, cause: next, errors } = cause as Record<string, unknown>;
    if (typeof code === 'string' && AWAY.test(code)) return true;
    if (typeof errcode === 'number' && SQLITE_BUSY.includes(errcode & 0xff)) return true;
    if (Array.isArray(errors) && errors.some(isDatabaseAway)) return true; // several addresses were tried
    cause = previous ?? next;
  }
  return false;
}
