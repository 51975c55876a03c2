import { type EntityProperty, type Platform, p, Type } from '@mikro-orm/core';

/**
 * An instant as `Temporal.Instant` in code and as UTC text "YYYY-MM-DD HH:MM:SS.mmm" in the database:
 * DATETIME(3) in MySQL, text in SQLite (which keeps what it is given). One spelling in both, so that comparing and ordering are the same everywhere.
 */
export class InstantType extends Type<Temporal.Instant, string> {
  // The ORM converts null as well, and values that are converted already.
  override convertToDatabaseValue(value: Temporal.Instant | string): string {
    return value instanceof Temporal.Instant ? toSqlInstant(value) : value;
  }

  override convertToJSValue(value: string | Temporal.Instant): Temporal.Instant {
    return typeof value === 'string' ? fromSqlInstant(value) : value;
  }

  override getColumnType(_prop: EntityProperty, platform: Platform): string {
    return platform.getDateTimeTypeDeclarationSQL({ length: 3 });
  }

  override compareAsType(): string {
    return 'string';
  }

  override toJSON(value: Temporal.Instant): string {
    return value?.toString() ?? null; // an empty one is asked for as well
  }
}

/** `Temporal.Instant` → "2026-11-24 12:00:00.000" (UTC, milliseconds), for raw SQL parameters. */
export function toSqlInstant(instant: Temporal.Instant): string {
  const [date, time] = instant.toString({ smallestUnit: 'millisecond', roundingMode: 'floor' }).split('T');
  return `${date} ${time!.slice(0, -1)}`;
}

/** "2026-11-24 12:00:00[.000]" (UTC) → `Temporal.Instant`, for values read by raw SQL. */
export function fromSqlInstant(text: string): Temporal.Instant {
  return Temporal.Instant.from(`${text.replace(' ', 'T')}Z`);
}

/** A property that holds an instant. */
export const instant = () => p.type(InstantType).$type<Temporal.Instant>();
