/** Words put in the place of others, or, where `end` is `start`, between them. */
export interface Edit {
  start: number;
  end: number;
  text: string;
  /** What a person might write for a text that is only a place to fill in: the line is tried with each. */
  samples?: readonly string[];
}

/** The text with the edits made. Those at one place keep their order. */
export function edited(text: string, edits: readonly Edit[]): string {
  let result = '';
  let at = 0;
  for (const { start, end, text: words } of edits.toSorted((one, other) => one.start - other.start)) {
    result += text.slice(at, start) + words;
    at = end;
  }
  return result + text.slice(at);
}

/** The edits with what a person might write in each place to fill in. */
export function sampled(edits: readonly Edit[]): Edit[][] {
  const tries = Math.max(1, ...edits.map(({ samples }) => samples?.length ?? 1));
  return Array.from({ length: tries }, (_, index) =>
    edits.map(({ samples, ...edit }) => ({ ...edit, text: samples?.[index] ?? samples?.at(-1) ?? edit.text })),
  );
}

/** Words between two others, with a blank on each side; doubled blanks do no harm to a reader. */
export function inserted(at: number, text: string, samples?: readonly string[]): Edit {
  const padded = (words: string) => ` ${words} `;
  return { start: at, end: at, text: padded(text), ...(samples ? { samples: samples.map(padded) } : {}) };
}
