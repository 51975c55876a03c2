import { ask, type Reply, YES_NO } from '../../src/chat/command.ts';
import { bareNames } from '../../src/scheduling/bare-names.ts';
import { doubtfulName, type Wording } from '../../src/scheduling/longer-names.ts';
import { requestToJson, type ScheduleRequest } from './schedule-request.ts';

type Em = Parameters<typeof bareNames>[0];

/** What words come to. */
export interface Tried {
  /** What is wrong with them. */
  readonly codes: readonly string[];
  /** "todo dia às 09:00"; null where they name no time. */
  readonly when: string | null;
}

/** Where the words of a command stand, and how they are read. */
export interface Words {
  /** What comes before them in the request: the number of `/editar 12 …`. */
  readonly before: string;
  readonly text: string;
  /** What comes before them in a line to copy. */
  readonly command: string;
  tried(text: string): Tried;
}

/** More is no list to choose from. */
const OPTIONS = 5;

/**
 * Settles which names a command means, where its words leave a doubt that only the known names show: a name that goes on
 * past where it was cut is asked about, and a name without "grupo" or "contato" gets it.
 *
 * @returns the question, or the words to go on with
 */
export async function settleNames(em: Em, request: ScheduleRequest, words: Words): Promise<Reply | string> {
  const doubtful = await doubtfulName(em, words.text);
  if (doubtful) {
    const { asCut, longer } = doubtful;
    const isSound = (wording: Wording) => words.tried(wording.words).codes.length === 0;
    const sound = longer.filter(isSound);
    const [longest] = sound;
    if (longest && !asCut && isSameTime(words.tried(words.text), words.tried(longest.words))) return longest.words;
    const cut = asCut && isSound(asCut) ? [asCut] : [];
    if (sound.length + cut.length > 0)
      return question(request, words, [...(sound.length > 0 ? sound : longer), ...cut]);
    // Both ways something is missing: it is asked for where the name is certain.
    return asCut ? words.text : longer[0]!.words;
  }
  return nameUnread(em, request, words);
}

/** Known names among the words that nobody could read get their keyword, one after the other. */
async function nameUnread(em: Em, request: ScheduleRequest, words: Words): Promise<Reply | string> {
  const { codes } = words.tried(words.text);
  let named = words.text;
  for (let left = OPTIONS; left > 0 && words.tried(named).codes.includes('unread_words'); left--) {
    const found = await bareNames(em, named);
    if (found.length > 1) return question(request, words, found);
    if (!found[0]) break;
    named = found[0].words;
  }
  // Among other words that say nothing to us a name may be no recipient, unless none is named elsewhere.
  const isSettled = codes.includes('missing_recipient') || !words.tried(named).codes.includes('unread_words');
  return isSettled ? named : words.text;
}

/** The words that the name takes in said nothing else: "grupo turma a". */
const isSameTime = (one: Tried, other: Tried) => one.codes.length === 0 && one.when === other.when;

function question(request: ScheduleRequest, words: Words, wordings: readonly Wording[]): Reply {
  const shown = wordings.slice(0, OPTIONS).map(wording => ({ ...wording, ...words.tried(wording.words) }));
  const rewordings = shown.map(one => `${words.before}${one.words}`);
  const lines = shown.map(one => `${words.command} ${one.words}`);
  const payload = requestToJson({ ...request, rewordings });
  const [only] = shown;
  if (only && shown.length === 1)
    return ask({ template: 'agendar/nome', data: { ...only, lines }, options: YES_NO, payload });
  const options = shown.map(label);
  return ask({ template: 'agendar/qual_nome', data: { lines }, options, payload });
}

function label({ type, name, when, codes }: Wording & Tried): string {
  const said = `${type === 'group' ? 'grupo' : 'contato'} “${name}”`;
  if (codes.includes('missing_time')) return `${said} (falta dizer a hora)`;
  if (codes.includes('missing_schedule')) return `${said} (falta dizer quando)`;
  return when === null ? said : `${said}: ${when}`;
}
