import { describe, expect, test } from 'vitest';
import { judge } from '../../src/delivery/retry-policy.ts';
import { SendError, type SendOutcome } from '../../src/errors.ts';

const now = Temporal.Instant.from('2026-11-24T12:00:00Z');
const giveUpAt = now.add({ hours: 24 });
const failure = (code: string, retryable: boolean, outcome: SendOutcome) => new SendError(code, { retryable, outcome });

describe('what becomes of a send that failed', () => {
  test.for([
    ['an unknown outcome is never sent again', failure('gateway_no_answer', false, 'unknown'), 'uncertain'],
    ['not even when it is called retryable', failure('gateway_no_answer', true, 'unknown'), 'uncertain'],
    ['a refusal stays refused', failure('not_on_whatsapp', false, 'refused'), 'failed'],
    ['a busy gateway is asked again', failure('gateway_busy', true, 'not_sent'), 'queued'],
    ['a closed connection is waited for', failure('connection_closed', true, 'not_sent'), 'waiting_connection'],
    [
      'a wrong key holds what is queued behind it',
      failure('gateway_key_rejected', false, 'refused'),
      'waiting_connection',
    ],
    ['an unreachable gateway is waited for', failure('gateway_unreachable', true, 'not_sent'), 'waiting_connection'],
  ] as const)('%s', ([, error, status]) => {
    expect(judge(error, { attempts: 1, now, giveUpAt, random: 0.5 }).status).toBe(status);
  });

  test.for([
    [1, 10],
    [2, 20],
    [4, 80],
    [7, 600],
    [11, 600],
  ] as const)('after attempt %i the wait is at most %i s, with full jitter', ([attempts, ceiling]) => {
    const busy = failure('gateway_busy', true, 'not_sent');
    const waits = [0, 0.5, 0.9999].map(random => {
      const verdict = judge(busy, { attempts, now, giveUpAt, random });
      return 'retryAt' in verdict ? verdict.retryAt.since(now).total('seconds') : Number.NaN;
    });
    expect(waits[0]).toBe(1);
    expect(waits[1]).toBeCloseTo(ceiling / 2, 0);
    expect(waits[2]).toBeLessThanOrEqual(ceiling);
    expect(waits[2]).toBeGreaterThan(ceiling * 0.99);
  });

  test('a retry that would come after its time is a failure', () => {
    const busy = failure('gateway_busy', true, 'not_sent');
    const soon = now.add({ seconds: 5 });
    expect(judge(busy, { attempts: 1, now, giveUpAt: soon, random: 0.9 })).toEqual({ status: 'failed' });
  });

  test.for([
    ['gateway_busy', 11, 'queued'],
    ['gateway_busy', 12, 'failed'],
    ['gateway_rate_limited', 5, 'queued'],
    ['gateway_rate_limited', 6, 'failed'],
    ['connection_closed', 500, 'waiting_connection'],
  ] as const)('%s after %i attempts is %s', ([code, attempts, status]) => {
    expect(judge(failure(code, true, 'not_sent'), { attempts, now, giveUpAt, random: 0.5 }).status).toBe(status);
  });

  test('who asks for fewer calls is left alone for longer', () => {
    const waitOf = (code: string) => {
      const verdict = judge(failure(code, true, 'not_sent'), { attempts: 1, now, giveUpAt, random: 0.5 });
      return 'retryAt' in verdict ? verdict.retryAt.since(now).total('seconds') : Number.NaN;
    };
    expect(waitOf('gateway_rate_limited')).toBe(30);
    expect(waitOf('gateway_busy')).toBe(5);
  });
});
