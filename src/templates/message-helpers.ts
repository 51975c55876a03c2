import type Handlebars from 'handlebars';
import { UserError } from '../errors.ts';
import { firstName } from './first-name.ts';
import { dateText, greeting, moneyText, parseAmount, parseDate, timeText, weekdayText } from './portuguese.ts';

/** What is known about a send beside the variables. */
export interface SendContext {
  /** The instant that the message is for. */
  at: Temporal.Instant;
  /** IANA name of the zone that dates and hours are told in. */
  timezone: string;
}

type Variables = Readonly<Record<string, string>>;

/** How many arguments each helper takes. The accented names are what phones make of the plain ones. */
export const ARGUMENTS: Readonly<Record<string, number>> = Object.assign(Object.create(null), {
  saudacao: 0,
  saudação: 0,
  primeiro_nome: 1,
  data: 1,
  hora: 0,
  dia_semana: 1,
  moeda: 1,
  dias_ate: 1,
  dias_até: 1,
});

/** Helpers that need no argument: the clock tells them, unless a variable of that name is given. */
export const SELF_KNOWING: ReadonlySet<string> = new Set(['saudacao', 'saudação', 'data', 'hora', 'dia_semana']);

const greet = (_argument: string | null, local: Temporal.ZonedDateTime) => greeting(local);

const diasAte = helper('dias_ate', (date, local) => {
  const today = local.toPlainDate();
  return String(today.until(dayOf('dias_ate', date, local), { largestUnit: 'days' }).days);
});

/** The helpers of messages; each is called with its arguments, then Handlebars' options. */
export const messageHelpers: Handlebars.HelperDeclareSpec = {
  saudacao: helper('saudacao', greet),
  saudação: helper('saudação', greet),
  primeiro_nome: helper('primeiro_nome', name => firstName(name ?? '')),
  data: helper('data', (date, local) => dateText(dayOf('data', date, local))),
  // Nobody's customer is told seconds.
  hora: helper('hora', (_argument, local) => timeText(local.with({ second: 0 }))),
  dia_semana: helper('dia_semana', (date, local) => weekdayText(dayOf('dia_semana', date, local))),
  moeda: helper('moeda', value => {
    const amount = parseAmount(value ?? '');
    if (amount === null) throw new UserError('invalid_variable', { helper: 'moeda', value });
    return moneyText(amount);
  }),
  dias_ate: diasAte,
  dias_até: diasAte,
};

/**
 * One of the helpers. Without an argument, a variable of its name wins over it: `{{data}}` is what was given as
 * `data=25/12/2026`, and the day of the send when nothing was.
 */
function helper(
  name: string,
  tell: (argument: string | null, local: Temporal.ZonedDateTime) => string,
): Handlebars.HelperDelegate {
  return function (this: Variables, ...args: unknown[]) {
    const options = args.pop() as Handlebars.HelperOptions;
    if (args.length > 0) return tell(String(args[0]), localOf(options));
    return this[name] || tell(null, localOf(options));
  };
}

/** The day that a helper was given, or that of the send. */
function dayOf(name: string, typed: string | null, local: Temporal.ZonedDateTime): Temporal.PlainDate {
  const date = typed === null ? local.toPlainDate() : parseDate(typed);
  if (date === null) throw new UserError('invalid_variable', { helper: name, value: typed });
  return date;
}

function localOf(options: Handlebars.HelperOptions): Temporal.ZonedDateTime {
  const { at, timezone } = options.data.send as SendContext;
  return at.toZonedDateTimeISO(timezone);
}
