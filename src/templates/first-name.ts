const words = (list: string) => new Set(list.split(' '));

/** How people are spoken to before their names, with or without the full stop. Compared in lower case. */
const TITLES: ReadonlySet<string> = new Set([
  ...words('dr dra dr(a) doutor doutora sr sra sr(a) srta senhor senhora senhorita seu dona d dom exmo exma ilmo ilma'),
  ...words('prof profa profª prof(a) professor professora eng enga engª engo engº engenheiro engenheira'),
  ...words('pe padre frei pr pastor pastora irmã irmão bispo diácono arquiteto arquiteta advogado advogada'),
  ...words('sargento tenente capitão coronel vereador vereadora deputado deputada desembargador desembargadora'),
]);
/** Without its full stop a name or a word as well: Gal Costa. */
const ABBREVIATIONS: ReadonlySet<string> = words('gal ver dep des ten cap cel maj sgt arq adv pra');

/** Blanks and pictures part words, and so does the full stop of a title: "Dr.João". */
const BETWEEN_WORDS =
  /[\s\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Regional_Indicator}\p{Cf}\p{Variation_Selector}]+|(?<=\p{L}{2}[ªº]?\.)(?=\p{L})(?![ªº])/u;
/** A word without the marks around it; the full stop of an initial is a part of it. */
const CORE = /[\p{L}\p{N}](?:.*[\p{L}\p{M}\p{N}])?(?:(?<=^\P{L}*\p{L})\.)?/u;

/**
 * The word by which a person is spoken to: the first with letters that is no title. `🌸 Bia 🌸` → `Bia`,
 * `dra. ana maria` → `ana`. Of a name that is nothing but a title the title is left, of one without letters all of it.
 */
export function firstName(name: string): string {
  const words = name.split(BETWEEN_WORDS).filter(word => /\p{L}/u.test(word));
  const at = words.findIndex(word => !isTitle(word));
  // "Dona da Padaria" has a title and no name; "do Carmo Silva" begins with what only joins names.
  const isNameless = at > 0 && PARTICLES.has(words[at]!.toLowerCase());
  const called = isNameless ? words[0] : (words.slice(Math.max(at, 0)).find(isCalling) ?? words[0]);
  return called === undefined ? name.trim() : (CORE.exec(called)?.[0] ?? called);
}

const PARTICLES = words('da de do das dos e');
const isCalling = (word: string) => !PARTICLES.has(word.toLowerCase());

function isTitle(word: string): boolean {
  const bare = word.toLowerCase().replace(/^[^\p{L}]+|[^\p{L}ªº)]+$/gu, '');
  if (ABBREVIATIONS.has(bare)) return word.includes('.');
  return TITLES.has(bare.replace(/\.(?=[ªº(])/u, ''));
}
