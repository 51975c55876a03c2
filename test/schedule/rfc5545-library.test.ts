import fc from 'fast-check';
import { RRuleTemporal } from 'rrule-temporal';
import { expect, test } from 'vitest';
import { nextInstants } from '../../src/schedule/recurrence.ts';
import { toRfc5545 } from '../../src/schedule/rfc5545.ts';
import { timed } from './helpers/rules.ts';

const SENDS = 6;

/** Another reader of RFC 5545: what our lines say to a calendar program must be what we send. */
test('the lines that we hand out mean to rrule-temporal what they mean to us', () => {
  let compared = 0;
  fc.assert(
    fc.property(timed, rule => {
      const lines = toRfc5545(rule);
      const [first] = nextInstants(rule, { after: Temporal.Instant.fromEpochMilliseconds(0), count: 1 });
      // A DTSTART that is no send of the rule counts as one to most calendars (§3.8.5.3), so the first send is it.
      if (!lines?.some(line => line.startsWith('RRULE')) || !first) return;
      if (rule.rule.start !== null || rule.rule.extra.length > 0) return;
      const start = first.toZonedDateTimeISO(rule.timezone).toPlainDateTime();
      const stamp = start.toString({ smallestUnit: 'second' }).replace(/[-:]/g, '');
      const library = new RRuleTemporal({
        rruleString: [`DTSTART;TZID=${rule.timezone}:${stamp}`, ...lines].join('\n'),
      });
      const theirs = library.all((_, index) => index < SENDS).slice(0, SENDS);
      const ours = nextInstants(rule, { after: first.subtract({ milliseconds: 1 }), count: SENDS });
      expect(ours.map(instant => instant.epochMilliseconds)).toEqual(theirs.map(send => send.epochMilliseconds));
      compared++;
    }),
    { numRuns: 2_000, seed: 11 },
  );
  expect(compared).toBeGreaterThan(300);
});
