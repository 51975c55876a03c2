/** Invisible direction marks and joiners that phones put in front of text. */
const INVISIBLE = /\p{Cf}/gu;

/** Without marks that nobody sees, and without blanks around it. */
export function visible(text: string): string {
  return text.replace(INVISIBLE, '').trim();
}
