/** Dates, hours, amounts and lists as Brazilians write them. */

const WEEKDAYS = ['segunda-feira', 'terça-feira', 'quarta-feira', 'quinta-feira', 'sexta-feira', 'sábado', 'domingo'];
const SHORT_WEEKDAYS = ['seg', 'ter', 'qua', 'qui', 'sex', 'sáb', 'dom'];
const MONEY = new Intl.NumberFormat('pt-BR', { style: 'currency', currency: 'BRL' });
const NUMBER = new Intl.NumberFormat('pt-BR');

/** `24/11/2026`. */
export function dateText(date: Temporal.PlainDate): string {
  return `${twoDigits(date.day)}/${twoDigits(date.month)}/${date.year}`;
}

/** `09:00`, with seconds only where they are not zero. */
export function timeText(local: Temporal.ZonedDateTime): string {
  const minutes = `${twoDigits(local.hour)}:${twoDigits(local.minute)}`;
  return local.second === 0 ? minutes : `${minutes}:${twoDigits(local.second)}`;
}

/** `terça-feira`. */
export function weekdayText(date: Temporal.PlainDate): string {
  return WEEKDAYS[date.dayOfWeek - 1]!;
}

/** `ter 24/11 às 09:00`; with the year unless it is the one of `today`, where that is known. */
export function momentText(local: Temporal.ZonedDateTime, today: Temporal.PlainDate | null): string {
  const date = local.toPlainDate();
  const day = date.year === today?.year ? dateText(date).slice(0, 5) : dateText(date);
  return `${SHORT_WEEKDAYS[date.dayOfWeek - 1]} ${day} às ${timeText(local)}`;
}

/** Good morning from 5, good afternoon from 12, good night from 18. */
export function greeting(local: Temporal.ZonedDateTime): string {
  if (local.hour >= 5 && local.hour < 12) return 'Bom dia';
  return local.hour >= 12 && local.hour < 18 ? 'Boa tarde' : 'Boa noite';
}

/** `R$ 1.234,50`, with a plain space: WhatsApp's search does not find the no-break one. */
export function moneyText(amount: number): string {
  return MONEY.format(amount).replace(/\u00a0/g, ' ');
}

/** `1.234`. */
export function numberText(value: number): string {
  return NUMBER.format(value);
}

/**
 * An amount as typed: `150`, `R$ 1.234,50`, `89,9`, `89.90`. A single point before exactly three digits separates
 * thousands, as Brazilians write it.
 *
 * @returns null for anything else
 */
export function parseAmount(typed: string): number | null {
  const text = typed.replace(/^\s*R\$\s*|\s+$/g, '').trim();
  if (/^-?\d{1,3}(\.\d{3})+(,\d{1,2})?$/.test(text)) return Number(text.replaceAll('.', '').replace(',', '.'));
  if (/^-?\d{1,12}([.,]\d{1,2})?$/.test(text)) return Number(text.replace(',', '.'));
  return null;
}

/** A date as typed: `25/12/2026` or `2026-12-25`. Null for anything else, a day that does not exist too. */
export function parseDate(typed: string): Temporal.PlainDate | null {
  const [, day, month, year] = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(typed.trim()) ?? [];
  const [, isoYear, isoMonth, isoDay] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(typed.trim()) ?? [];
  const parts = { year: Number(year ?? isoYear), month: Number(month ?? isoMonth), day: Number(day ?? isoDay) };
  if (!Number.isInteger(parts.day)) return null;
  try {
    return Temporal.PlainDate.from(parts, { overflow: 'reject' });
  } catch {
    return null;
  }
}

/** `40 s`, `5 min`, `1 h`, `1 h 20 min`, `2 dias`: as exact as people tell it. */
export function durationText(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  if (ms < 60_000) return `${Math.ceil(ms / 1_000)} s`;
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  return `${Math.round(hours / 24)} dias`;
}

/** `Ana, Bia e Caio`. */
export function listText(items: readonly string[]): string {
  if (items.length < 2) return items[0] ?? '';
  return `${items.slice(0, -1).join(', ')} e ${items.at(-1)}`;
}

/** `(11) 98765-4321` for a Brazilian number in E.164; others as they are. */
export function phoneText(phone: string): string {
  const [, area, first, last] = /^\+55(\d{2})(\d{4,5})(\d{4})$/.exec(phone) ?? [];
  return area === undefined ? phone : `(${area}) ${first}-${last}`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
