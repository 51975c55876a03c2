/** Folded place → IANA zone. Capitals, big cities, and where Brazilians have customers abroad. */
export const ZONES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    'America/Sao_Paulo':
      'brasilia, sao paulo, rio de janeiro, rio, belo horizonte, curitiba, florianopolis, porto alegre, goiania, vitoria, bsb, df, sp, rj, mg',
    'America/Manaus': 'manaus, amazonas',
    'America/Cuiaba': 'cuiaba, mato grosso',
    'America/Campo_Grande': 'campo grande, mato grosso do sul',
    'America/Porto_Velho': 'porto velho, rondonia',
    'America/Boa_Vista': 'boa vista, roraima',
    'America/Rio_Branco': 'rio branco, acre',
    'America/Belem': 'belem, macapa, amapa',
    'America/Fortaleza': 'fortaleza, ceara, natal, teresina, sao luis, joao pessoa',
    'America/Recife': 'recife, pernambuco',
    'America/Bahia': 'salvador, bahia',
    'America/Maceio': 'maceio, aracaju, alagoas, sergipe',
    'America/Araguaina': 'palmas, tocantins',
    'America/Noronha': 'fernando de noronha, noronha',
    'Europe/Lisbon': 'lisboa, portugal, porto',
    'Europe/Madrid': 'madri, madrid, espanha',
    'Europe/London': 'londres, inglaterra',
    'Europe/Paris': 'paris, franca',
    'America/New_York': 'nova york, nova iorque, miami, orlando, boston',
    'America/Los_Angeles': 'los angeles, california',
    'America/Argentina/Buenos_Aires': 'buenos aires, argentina',
    'America/Santiago': 'santiago, chile',
    'America/Asuncion': 'assuncao, paraguai',
    'America/Montevideo': 'montevideu, uruguai',
    'Asia/Tokyo': 'toquio, japao',
    UTC: 'utc, gmt, greenwich',
  }).flatMap(([zone, places]) => places.split(', ').map((place): [string, string] => [place, zone])),
);

/** Places longest first, so that "mato grosso do sul" is not read as "mato grosso". */
export const ZONE_PLACES: readonly string[] = [...ZONES.keys()].sort((a, b) => b.length - a.length);

/** Folded state or city → code of `HolidayPlace`. */
export const HOLIDAY_PLACES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    AC: 'ac, acre',
    AL: 'al, alagoas',
    AM: 'am, amazonas',
    AP: 'ap, amapa',
    BA: 'ba, bahia',
    CE: 'ce, ceara',
    DF: 'df, distrito federal',
    ES: 'es, espirito santo',
    GO: 'go, goias',
    MA: 'ma, maranhao',
    MG: 'mg, minas gerais, minas',
    MS: 'ms, mato grosso do sul',
    MT: 'mt, mato grosso',
    PA: 'pa',
    PB: 'pb, paraiba',
    PE: 'pe, pernambuco',
    PI: 'pi, piaui',
    PR: 'pr, parana',
    RJ: 'rj, rio de janeiro, rio',
    RN: 'rn, rio grande do norte',
    RO: 'ro, rondonia',
    RR: 'rr, roraima',
    RS: 'rs, rio grande do sul',
    SC: 'sc, santa catarina',
    SE: 'se, sergipe',
    SP: 'sp, sao paulo',
    TO: 'to, tocantins',
  }).flatMap(([state, places]) => places.split(', ').map((place): [string, string] => [place, `BR-${state}`])),
);

/** Places longest first, as above. */
export const HOLIDAY_PLACE_WORDS: readonly string[] = [...HOLIDAY_PLACES.keys()].sort((a, b) => b.length - a.length);
