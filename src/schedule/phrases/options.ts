import type { Cursor } from '../cursor.ts';
import type { Piece } from '../pieces.ts';
import { ZONES } from '../words/zones.ts';
import type { Phrase } from './phrase.ts';

const MENTION = [
  'marcar',
  'marcando',
  'marque',
  'marca',
  'mencionar',
  'mencionando',
  'mencione',
  'menciona',
  'marcar a',
  'avisar',
];

export const mentionPhrase: Phrase = {
  name: 'Marcar todos',
  examples: ['amanhã 9h marcar todos', 'toda sexta 9h marcando todo mundo'],
  read(cursor) {
    const at = cursor.take('@');
    if (!at && !cursor.take(...MENTION)) return null;
    if (at && !cursor.peek()?.glued) return null;
    return cursor.phrase`todos|todas|todo mundo|geral|everyone|all` ? { kind: 'option', option: 'mention_all' } : null;
  },
};

export const latePhrase: Phrase = {
  name: 'Se atrasar',
  examples: ['todo dia 9h se atrasar pula', 'todo dia 9h se atrasar envia mesmo assim'],
  read(cursor) {
    if (!cursor.phrase`se atrasar|se atrasado|se atrasada|em caso de atraso|caso atrase`) return null;
    cursor.take(',');
    if (
      cursor.phrase`pula|pular|pule|ignora|ignorar|cancela|cancelar|nao envia|nao enviar|nao envie|nao manda|nao mandar|nao mande`
    )
      return { kind: 'option', option: 'catch_up_skip' };
    if (!cursor.phrase`envia|enviar|envie|manda|mandar|mande`) return null;
    cursor.phrase`mesmo assim|atrasado|atrasada|depois`;
    return { kind: 'option', option: 'catch_up_send' };
  },
};

/** Where a day that is no working day moves to, after an optional condition ("se cair no fim de semana"). */
export const shiftPhrase: Phrase = {
  name: 'Ou próximo dia útil',
  examples: [
    'todo dia 10 ou próximo dia útil 9h',
    'todo dia 5 9h, se cair em feriado passa para o próximo dia útil',
    'todo dia 20 ou dia útil anterior às 10h',
  ],
  read(cursor) {
    if (!readCondition(cursor) && !cursor.take('ou')) return null;
    cursor.take(',');
    const earlier = cursor.take('antecipa', 'antecipar', 'antecipando');
    if (!earlier) cursor.phrase`passa|passar|vai|joga|jogar|adia|adiar|envia|enviar|manda|mandar|muda|fica`;
    while (cursor.take('para', 'pra', 'pro', 'no', 'o', 'em'));
    if (cursor.phrase`dia util anterior|ultimo dia util|dia util antes|ultimo dia util anterior|ultimo dia util antes`)
      return { kind: 'shift', shift: 'previous_working_day' };
    if (
      cursor.phrase`proximo dia util|primeiro dia util seguinte|primeiro dia util depois|primeiro dia util|dia util seguinte|dia util depois|dia util proximo`
    )
      return { kind: 'shift', shift: 'next_working_day' };
    return earlier ? { kind: 'shift', shift: 'previous_working_day' } : null;
  },
};

function readCondition(cursor: Cursor): boolean {
  const read = cursor.attempt(c => {
    c.take('e', 'ou', ',');
    if (!c.take('se', 'quando', 'caso') || !c.take('cair', 'caia', 'for', 'cai', 'seja')) return null;
    for (;;) {
      while (c.take('em', 'no', 'num', 'ou', 'de', 'e', ','));
      if (!c.phrase`fim de semana|final de semana|feriado|sabado|domingo|dia nao util`) break;
    }
    return true;
  });
  return read === true;
}

export const shortMonthsPhrase: Phrase = {
  name: 'Meses curtos',
  examples: ['todo dia 31 9h só nos meses que têm dia 31', 'todo dia 30 9h ou último dia do mês'],
  read(cursor): Piece | null {
    cursor.take('so', 'apenas', 'somente', ',');
    if (
      cursor.phrase`nos meses que tem|nos meses com|em meses que tem|em meses com|se tiver|quando tiver|se o mes tiver|quando o mes tiver`
    ) {
      cursor.take('o');
      cursor.take('dia');
      return cursor.digits(2) === null ? null : { kind: 'short_months', shortMonths: 'skip' };
    }
    if (!cursor.phrase`ou ultimo dia|ou no ultimo dia|ou o ultimo dia`) return null;
    cursor.phrase`do mes`;
    return { kind: 'short_months', shortMonths: 'last_day' };
  },
};

/** "UTC", "GMT-3": whole hours from Greenwich; Brasília's three are Brasília. */
function readOffset(cursor: Cursor): string | null {
  if (!cursor.take('gmt', 'utc')) return null;
  const hours = cursor.attempt(c => {
    const west = c.take('-');
    if (!west && !c.take('+')) return null;
    const amount = c.peek()?.glued ? c.digits(2) : null;
    return amount === null || amount > 12 ? null : west ? -amount : amount;
  });
  if (hours === -3) return 'America/Sao_Paulo';
  // The names of these zones count the other way round (IANA).
  return hours ? `Etc/GMT${hours < 0 ? '+' : '-'}${Math.abs(hours)}` : 'UTC';
}

export const zonePhrase: Phrase = {
  name: 'Fusos',
  examples: ['amanhã 9h horário de Manaus', 'todo dia 9h de Brasília', 'sexta 10h hora de Lisboa', 'amanhã 9h GMT-3'],
  read(cursor) {
    const after = cursor.tokens[cursor.at - 1];
    const afterTime =
      after?.kind === 'number' ||
      ['h', 'hs', 'hrs', 'horas', 'meia', 'dia', 'noite', 'tarde', 'manha'].includes(after?.text ?? '');
    const led = cursor.phrase`no horario|horario|na hora|hora|no fuso|fuso|fuso horario`;
    if (!led && !afterTime) return null;
    const offset = cursor.attempt(readOffset);
    if (offset) return { kind: 'zone', timezone: offset };
    if (!cursor.take('de', 'do', 'da')) return null;
    if (led) cursor.phrase`o|a|cidade de`;
    const first = cursor.peek();
    const timezone = cursor.find(ZONES);
    // "9h de natal" is a day, and two letters are too few to name a place right after an hour.
    if (!timezone || (!led && (first!.text.length < 4 || first!.text === 'natal'))) return null;
    return { kind: 'zone', timezone };
  },
};
