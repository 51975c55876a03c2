/** Calendars as RFC 5545 writes them. */

/** Something at one instant. */
export interface CalendarEvent {
  /** The same at each reading, so that a calendar moves the event instead of adding another. */
  uid: string;
  at: Temporal.Instant;
  summary: string;
  description: string;
}

const EVENT_MINUTES = 5; // an event without a length is drawn as a line that nobody can read

/** An iCalendar document. @param now when it was made */
export function calendar(name: string, events: readonly CalendarEvent[], now: Temporal.Instant): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Agendador//PT-BR',
    `X-WR-CALNAME:${escaped(name)}`,
    'REFRESH-INTERVAL;VALUE=DURATION:PT15M',
    ...events.flatMap(event => eventLines(event, now)),
    'END:VCALENDAR',
  ];
  return lines.map(line => `${folded(line)}\r\n`).join('');
}

function eventLines({ uid, at, summary, description }: CalendarEvent, now: Temporal.Instant): string[] {
  return [
    'BEGIN:VEVENT',
    `UID:${uid}`,
    `DTSTAMP:${utc(now)}`,
    `DTSTART:${utc(at)}`,
    `DURATION:PT${EVENT_MINUTES}M`,
    `SUMMARY:${escaped(summary)}`,
    `DESCRIPTION:${escaped(description)}`,
    'TRANSP:TRANSPARENT', // a message that goes out keeps nobody busy
    'END:VEVENT',
  ];
}

/** `20261125T120000Z` (§3.3.5) */
const utc = (at: Temporal.Instant) => at.toString({ smallestUnit: 'second' }).replace(/[-:]/g, '');

/** §3.3.11 */
const escaped = (text: string) => text.replace(/[\\;,]/g, '\\$&').replace(/\r\n|\r|\n/g, '\\n');

/** Lines of at most 75 octets, cut between letters; the rest goes on after a blank (§3.1). */
function folded(line: string): string {
  const parts: string[] = [''];
  let octets = 0;
  for (const letter of line) {
    const length = Buffer.byteLength(letter);
    if (octets + length > 75) {
      parts.push('');
      octets = 1; // the blank
    }
    parts[parts.length - 1] += letter;
    octets += length;
  }
  return parts.join('\r\n ');
}
