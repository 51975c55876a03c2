import { fault } from '../pieces.ts';
import { parseRrule } from '../rrule-value.ts';
import type { Phrase } from './phrase.ts';

export const rulePhrase: Phrase = {
  name: 'Regra RFC 5545',
  examples: ['pela regra FREQ=MONTHLY;BYMONTHDAY=1,-1 às 9h'],
  read(cursor) {
    if (!cursor.phrase`pela regra|regra`) return null;
    let rrule = '';
    while (!cursor.done && (rrule === '' || cursor.peek()?.glued)) rrule += cursor.tokens[cursor.at++]!.text;
    try {
      parseRrule(rrule.toUpperCase());
    } catch {
      return fault('unsupported_rule');
    }
    return { kind: 'rule', rrule: rrule.toUpperCase() };
  },
};
