import { UserError } from '../errors.ts';

const ISO = /^(\d{4})-?(\d{2})-?(\d{2})(?=T|$)/; // vCards leave the dashes out, and may have a time
const BRAZILIAN = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/;

/** `12/03/1990`, `1990-03-12` or `19900312` → `1990-03-12`. @throws UserError `invalid_birth_date` */
export function readBirthDate(typed: string): string {
  const [, year, month, day] = ISO.exec(typed) ?? reversed(BRAZILIAN.exec(typed)) ?? [];
  try {
    const parts = { year: Number(year), month: Number(month), day: Number(day) };
    return Temporal.PlainDate.from(parts, { overflow: 'reject' }).toString();
  } catch {
    throw new UserError('invalid_birth_date', { typed });
  }
}

function reversed(match: RegExpExecArray | null): string[] | null {
  if (!match) return null;
  const [all, day, month, year] = match as unknown as [string, string, string, string];
  return [all, year, month, day];
}
