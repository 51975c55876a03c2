import { UserError } from '../../src/errors.ts';
import { readBirthDate } from '../../src/scheduling/birth-date.ts';
import { unquoted } from './words.ts';

/** What was typed about a contact; what is absent was not. */
export interface ContactWords {
  /** The words before the first field. */
  readonly lead: string;
  /** After `nome`. */
  readonly name: string | null;
  /** As typed, in order. */
  readonly phones: readonly string[];
  /** YYYY-MM-DD */
  readonly birthDate: string | null;
  /** `cidade=Recife`; an empty value is told as such. */
  readonly variables: Readonly<Record<string, string>>;
}

// Each field is cut out of the line, and a line break is left in its place: what remains is the name, and what nobody understood.
const BIRTH =
  /(?<!\S)(?:data de )?(?:nascimento|nasc\.?(?!\p{L})|anivers[aá]rio|nascid[oa] em|nasceu em)\s*[:=]?\s*(\S+)/giu;
const VARIABLE =
  /(?<!\S)(?!(?:nome|telefone|fone|tel|celular|cel|whatsapp|n[uú]mero)=)([\p{L}_][\p{L}\p{N}_.-]*)=(?:"([^"]*)"|“([^”]*)”|(\S*))/giu;
const NAMED_PHONE =
  /(?<!\S)(?:telefone|fone|tel\.?|celular|cel\.?|whatsapp|n[uú]mero)\s*[:=]?\s*(\+?[\d(][\d ().\p{Pd}]*)/giu;
const BARE_PHONE = /(?<!\S)(\+?[\d(][\d ().\p{Pd}]{6,}\d)(?!\S)/gu;
const NAME = /(?<!\S)nome\s*[:=]?\s*([^\n]+)/iu;
const EDGES = /^[\s,;:]+|[\s,;:]+$/g;

/**
 * Reads `Ana Lima 11 98765-4321 cidade=Recife nascimento 12/03/1990`, the fields in any order.
 *
 * @throws UserError `unread_words` for words that are in no field and not at the start, `invalid_birth_date`
 */
export function readContactWords(args: string): ContactWords {
  const phones: string[] = [];
  const variables: Record<string, string> = {};
  let birthDate: string | null = null;
  let name: string | null = null;
  const takePhone = (_all: string, typed: string) => cut(() => phones.push(typed.trim()));
  const rest = args
    .replace(/\s+/g, ' ')
    .replace(BIRTH, (_all, typed: string) => cut(() => (birthDate = readBirthDate(typed.replace(/[,;]$/, '')))))
    .replace(VARIABLE, (_all, key: string, quoted, curly, bare: string | undefined) =>
      cut(() => (variables[key] = quoted ?? curly ?? (bare ?? '').replace(/[,;]+$/, ''))),
    )
    .replace(NAMED_PHONE, takePhone)
    .replace(BARE_PHONE, takePhone)
    .replace(NAME, (_all, typed: string) => cut(() => (name = unquoted(typed.replace(EDGES, '')))));
  const [lead = '', ...unread] = rest
    .split('\n')
    .map(part => part.replace(EDGES, ''))
    .filter(part => part !== '');
  if (unread.length > 0) throw new UserError('unread_words', { words: unread.join(' … ') });
  return { lead: unquoted(lead), name, phones, birthDate, variables };
}

function cut(take: () => unknown): string {
  take();
  return '\n';
}
