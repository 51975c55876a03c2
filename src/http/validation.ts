import { z } from 'zod';
import { UserError } from '../errors.ts';
import type { Sentence } from './sentences.ts';

type Issue = z.core.$ZodIssue;
/** Field → sentences, as DRF clients read them. */
export type FieldErrors = Record<string, string[]>;

/** A request whose fields do not hold; answered with 400 and one list of sentences for each field. */
export class InvalidFields extends Error {
  override readonly name = 'InvalidFields';
  readonly issues: readonly Issue[];

  constructor(issues: readonly Issue[]) {
    super('invalid fields');
    this.issues = issues;
  }
}

/**
 * Reads a value through its schema.
 *
 * @throws InvalidFields; UserError `not_an_object` when a body is no JSON object at all, `nul_character`
 */
export function parseInput<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  if (holdsNul(value)) throw new UserError('nul_character');
  const parsed = schema.safeParse(value, { error: message });
  if (parsed.success) return parsed.data;
  const { issues } = parsed.error;
  if (issues.some(issue => issue.path.length === 0 && issue.code === 'invalid_type'))
    throw new UserError('not_an_object');
  throw new InvalidFields(issues);
}

/** U+0000 ends a statement for SQLite, wherever it stands. Without recursion: a body may be as deep as it is long. */
function holdsNul(value: unknown): boolean {
  const waiting = [value];
  while (waiting.length > 0) {
    const next = waiting.pop();
    if (typeof next === 'string' && next.includes('\0')) return true;
    if (typeof next === 'object' && next !== null) {
      for (const [name, inner] of Object.entries(next)) waiting.push(name, inner);
    }
  }
  return false;
}

/** Reports a refusal of a lower layer on the field that is being read; its sentence is looked up when it is answered. */
export function refuseField<T>(context: z.RefinementCtx, read: () => T): T | typeof z.NEVER {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    context.addIssue({ code: 'custom', params: { refusal: error } });
    return z.NEVER;
  }
}

/** The sentences of each top-level field; a fault deeper inside names its place first. */
export function fieldErrors(error: InvalidFields, sentence: Sentence): FieldErrors {
  const faults = error.issues.flatMap(issue => faultsOf(issue, sentence));
  const told = faults.map(([path, text]) => {
    const [field = 'non_field_errors', ...inner] = path.map(String);
    return { field, text: inner.length === 0 ? text : `${inner.join('.')}: ${text}` };
  });
  const fields = Map.groupBy(told, ({ field }) => field); // a client may name a field `constructor`
  return Object.fromEntries(Array.from(fields, ([field, texts]) => [field, texts.map(({ text }) => text)]));
}

function faultsOf(issue: Issue, sentence: Sentence): [PropertyKey[], string][] {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map(key => [[...issue.path, key], 'Este campo não existe.']);
  const refusal: unknown = issue.code === 'custom' ? issue.params?.refusal : undefined;
  if (refusal instanceof UserError) return [[issue.path, sentence(refusal.code, refusal.details)]];
  return [[issue.path, issue.message]];
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'um texto',
  number: 'um número',
  int: 'um número inteiro',
  boolean: 'true ou false',
  array: 'uma lista',
  object: 'um objeto',
  record: 'um objeto',
};
const UNITS: Readonly<Record<string, string>> = { string: 'caracteres', array: 'itens' };

const { localeError } = z.locales.ptBR();

/** The sentence of a fault; undefined leaves it to zod's own Brazilian Portuguese. */
function message(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      if (issue.input === undefined) return 'Este campo é obrigatório.';
      if (issue.input === null) return 'Este campo não pode ser nulo.';
      return `Envie ${TYPES[issue.expected] ?? issue.expected}.`;
    case 'too_small':
      if (issue.origin === 'string' && issue.minimum === 1) return 'Este campo não pode ficar vazio.';
      if (issue.origin === 'array' && issue.minimum === 1) return 'Envie pelo menos um item.';
      return `O mínimo é ${issue.minimum} ${UNITS[issue.origin] ?? ''}`.trimEnd().concat('.');
    case 'too_big':
      return `O máximo é ${issue.maximum} ${UNITS[issue.origin] ?? ''}`.trimEnd().concat('.');
    case 'invalid_value':
      return `Use um destes: ${issue.values.join(', ')}.`;
    default: {
      const said = localeError(issue);
      return typeof said === 'string' ? said : said?.message;
    }
  }
}
