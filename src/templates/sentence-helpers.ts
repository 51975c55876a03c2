import type Handlebars from 'handlebars';
import { describeOption } from '../schedule/describe-option.ts';
import {
  dateText,
  listText,
  momentText,
  moneyText,
  numberText,
  phoneText,
  timeText,
  weekdayText,
} from './portuguese.ts';

/**
 * The helpers of our own templates (replies, errors, pages). An instant is told in the zone of the next argument, or in
 * the `timezone` of the data around it.
 */
export const sentenceHelpers: Handlebars.HelperDeclareSpec = {
  /** `{{#if (eq type "group")}}` */
  eq: (one: unknown, other: unknown) => one === other,
  ne: (one: unknown, other: unknown) => one !== other,
  gt: (one: number, other: number) => one > other,
  not: (value: unknown) => !value,
  and: (...args: unknown[]) => args.slice(0, -1).every(Boolean),
  or: (...args: unknown[]) => args.slice(0, -1).some(Boolean),
  /** `{{sub count 1}}` */
  sub: (one: number, other: number) => one - other,
  add: (one: number, other: number) => one + other,

  /** `{{lista names}}` → `Ana, Bia e Caio` */
  lista: (items: readonly unknown[]) => listText(items.map(String)),
  /** `{{destaques names}}` → `*Ana*, *Bia* e *Caio*` */
  destaques: (items: readonly unknown[]) => listText(items.map(item => `*${item}*`)),
  /** `{{opcoes options}}` → `quarta, 25/11 ou quarta, 02/12`: what a reader of dates and hours offers to choose from. */
  opcoes(this: unknown, options: readonly unknown[], around: Handlebars.HelperOptions): string {
    const now: unknown = around.data?.root?.now;
    const zone = zoneAround(this, around);
    const isKnown = now instanceof Temporal.Instant && typeof zone === 'string';
    const today = isKnown ? now.toZonedDateTimeISO(zone).toPlainDate() : null;
    return options.map(option => describeOption(String(option), today)).join(' ou ');
  },
  /** `{{plural count "grupo" "grupos"}}` → `1.234 grupos` */
  plural: (count: number, one: string, many: string) => `${numberText(count)} ${count === 1 ? one : many}`,
  numero: (value: number) => numberText(value),
  moeda: (value: number) => moneyText(value),
  telefone: (phone: string) => phoneText(phone),
  /** `{{trecho text 80}}`: at most so many characters, ended by `…` where something was left out. */
  trecho: (text: string, limit: number) => (text.length <= limit ? text : `${text.slice(0, limit - 1).trimEnd()}…`),

  /** `{{data_hora next}}` → `ter 24/11 às 09:00`; the year is told unless it is that of the reply's own `now`. */
  data_hora: told((local, now) => momentText(local, now?.toZonedDateTimeISO(local.timeZoneId).toPlainDate() ?? null)),
  data: told(local => dateText(local.toPlainDate())),
  hora: told(local => timeText(local)),
  dia_semana: told(local => weekdayText(local.toPlainDate())),
};

/** @param tell gets the instant in its zone, and the reply's `now` where its data has one */
function told(
  tell: (local: Temporal.ZonedDateTime, now: Temporal.Instant | null) => string,
): Handlebars.HelperDelegate {
  return function (this: unknown, ...args: unknown[]) {
    const options = args.at(-1) as Handlebars.HelperOptions;
    const zone = args.length > 2 ? args[1] : zoneAround(this, options);
    if (typeof zone !== 'string') throw new Error('templates: an instant is told without a timezone');
    const now: unknown = options.data?.root?.now;
    return tell(instantOf(args[0]).toZonedDateTimeISO(zone), now instanceof Temporal.Instant ? now : null);
  };
}

function instantOf(value: unknown): Temporal.Instant {
  if (value instanceof Temporal.Instant) return value;
  if (typeof value === 'string') return Temporal.Instant.from(value);
  throw new Error('templates: not an instant');
}

/** The zone of the row at hand, else that of the whole reply. */
function zoneAround(context: unknown, options: Handlebars.HelperOptions): unknown {
  for (const scope of [context, options.data?.root]) {
    if (scope !== null && typeof scope === 'object' && 'timezone' in scope) return scope.timezone;
  }
  return undefined;
}
