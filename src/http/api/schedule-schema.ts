/** The fields of a schedule: three ways to write when (simple fields, RFC 5545 lines, a phrase), one way to read all. */
import { z } from 'zod';
import { SCHEDULE_STATUSES, SOURCES } from '../../db/entities/index.ts';
import { WEEKDAYS } from '../../schedule/reading.ts';
import { SIMPLE_FREQUENCIES } from '../../schedule/simple-fields.ts';
import { clockTime, id, ignored, instant, literal, phone, variables } from '../fields.ts';

const frequency = z.enum(SIMPLE_FREQUENCIES);
const weekdays = z.array(z.enum(WEEKDAYS)).max(7);
const shortMonths = z
  .enum(['last_day', 'skip'])
  .meta({ description: 'O que um dia 29, 30 ou 31 é em mês que não o tem: o último dia, ou nada.' });
const dayOfMonth = z.number().int().min(-31).max(31).meta({ description: 'Negativo conta do fim: -1 é o último dia.' });
const holidays = z
  .string()
  .regex(/^BR(-[A-Z]{2})?$/, 'Use BR ou BR e a sigla do estado, como BR-SP.')
  .meta({ description: 'Feriados em que não se envia.' });
const catchUp = z.enum(['send_late', 'skip']);
const onUnknown = z.enum(['hold', 'resend']);

const startAt = z
  .string()
  .regex(
    /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})?)?$/,
    'Envie uma data, ou data e hora, como 2026-11-25T09:00:00-03:00.',
  )
  .meta({ description: 'Com fuso é um instante; sem, é local a "timezone". Só a data, quando "time" diz a hora.' });

/** "09:00:00", as many programs write it, is "09:00". */
const hour = clockTime.transform(time => time.replace(/^(.{5}):00$/, '$1'));

const timezone = z.string().max(64).refine(isTimezone, 'Fuso desconhecido: use um nome IANA, como America/Sao_Paulo.');

function isTimezone(name: string): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name);
    return /[A-Za-z]/.test(name); // an offset is no zone: it knows no summer time
  } catch {
    return false;
  }
}

/** The fields that say when; any change of one of them plans the schedule anew. */
export const timingFields = {
  frequency: frequency.optional(),
  start_at: startAt.optional(),
  time: hour.nullable().optional(),
  times: z.array(hour).max(48).optional(),
  weekdays: weekdays.optional(),
  day_of_month: dayOfMonth.nullable().optional(),
  short_months: shortMonths.optional(),
  recurrence: z
    .array(z.string().max(4000))
    .max(20)
    .nullable()
    .optional()
    .meta({ description: 'Linhas da RFC 5545: RRULE:…, EXDATE…, RDATE….' }),
  when: z
    .string()
    .trim()
    .min(1)
    .max(500)
    .nullable()
    .optional()
    .meta({ description: 'Em português: "todo dia útil às 9h".' }),
  timezone: timezone.optional(),
};

/** What may be written. */
export const scheduleInput = z.strictObject({
  title: z.string().trim().max(200).optional(),
  ...timingFields,
  skip_holidays: holidays.nullable().optional(),
  contacts: z.array(id).max(10_000).optional(),
  groups: z.array(id).max(1000).optional(),
  numbers: z.array(phone).max(10_000).optional(),
  template: id.nullable().optional(),
  variables: variables.optional(),
  text: z.string().min(1).max(20_000).nullable().optional(),
  literal,
  mention_all: z.boolean().optional(),
  evolution_config: id.nullable().optional(),
  catch_up: catchUp.optional(),
  catch_up_minutes: z.number().int().min(0).max(43_200).optional(),
  send_within_minutes: z.number().int().min(1).max(43_200).optional(),
  on_unknown: onUnknown.optional(),
  ...ignored(
    ...(['id', 'status', 'description', 'next_run_at', 'last_run_at', 'media'] as const),
    ...(['pause_reason', 'paused_at', 'resume_at'] as const),
    ...(['created_by', 'source', 'created_at', 'updated_at', 'version'] as const),
  ),
});
export type ScheduleBody = Partial<z.output<typeof scheduleInput>>;

/** What a new or replaced schedule has where the client says nothing. */
export const scheduleDefaults = {
  title: '',
  skip_holidays: null,
  contacts: [],
  groups: [],
  numbers: [],
  mention_all: false,
  catch_up: 'send_late',
  catch_up_minutes: 60,
  send_within_minutes: 1440,
  on_unknown: 'hold',
} satisfies ScheduleBody;

/** What is read. */
export const scheduleRow = z
  .object({
    id,
    title: z.string(),
    status: z.enum(SCHEDULE_STATUSES),
    description: z.string().meta({ description: 'Quando, em português: "todo dia às 09:00".' }),
    frequency: frequency.meta({
      description: 'custom: o que os campos simples não sabem dizer; veja "recurrence" e "when".',
    }),
    start_at: instant,
    time: z.string().nullable(),
    times: z.array(z.string()),
    weekdays,
    day_of_month: dayOfMonth.nullable(),
    short_months: shortMonths,
    recurrence: z.array(z.string()).nullable().meta({ description: 'Nulo quando a RFC 5545 não sabe dizer.' }),
    when: z.string().meta({ description: 'A frase que, lida de novo, dá este agendamento.' }),
    next_run_at: instant.nullable(),
    last_run_at: instant.nullable(),
    timezone: z.string(),
    skip_holidays: z.string().nullable(),
    contacts: z.array(id),
    groups: z.array(id),
    numbers: z.array(z.string()),
    template: id.nullable(),
    variables,
    text: z.string().nullable(),
    media: z.null().meta({ description: 'Reservado.' }),
    mention_all: z.boolean(),
    evolution_config: id,
    catch_up: catchUp.meta({ description: 'O que fazer com um envio atrasado.' }),
    catch_up_minutes: z.number().int().meta({
      description: 'Com quanto atraso um envio ainda pode começar, tenhamos nós ou o número estado fora do ar.',
    }),
    send_within_minutes: z
      .number()
      .int()
      .meta({ description: 'Quando um envio começado desiste; dias à espera do limite do dia não contam.' }),
    on_unknown: onUnknown,
    pause_reason: z.string().nullable(),
    paused_at: instant.nullable(),
    resume_at: instant.nullable().meta({ description: 'Quando uma pausa acaba sozinha.' }),
    created_by: z.string(),
    source: z.enum(SOURCES),
    created_at: instant,
    updated_at: instant,
    version: z.number().int(),
    warnings: z
      .array(z.object({ code: z.string(), detail: z.string() }).loose())
      .optional()
      .meta({ description: 'Só na resposta ao criar, se houver o que avisar: mais gente do que o limite do dia.' }),
  })
  .meta({ id: 'Schedule' });
export type ScheduleRow = z.output<typeof scheduleRow>;
