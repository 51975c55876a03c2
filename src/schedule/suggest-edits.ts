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
    result += text.slice(at, start);
    at = end;
    if (start === end) result += spaced(words, result, text.slice(at));
    else if (words) result += words;
    // Two blanks where a word was taken out are one too many.
    else if (/\s$/.test(result)) at += /^\s*/.exec(text.slice(at))![0].length;
  }
  return result + text.slice(at);
}

/** Words put in between, with a blank to each side that has none. */
function spaced(words: string, before: string, after: string): string {
  return `${/(?:\s|^)$/.test(before) ? '' : ' '}${words}${/^(?:\s|$)/.test(after) && after ? '' : ' '}`;
}

/** The edits with what a person might write in each place to fill in. */
export function sampled(edits: readonly Edit[]): Edit[][] {
  const tries = Math.max(1, ...edits.map(({ samples }) => samples?.length ?? 1));
  return Array.from({ length: tries }, (_, index) =>
    edits.map(({ samples, ...edit }) => ({ ...edit, text: samples?.[index] ?? samples?.at(-1) ?? edit.text })),
  );
}

/** Words between two others. */
export function inserted(at: number, text: string, samples?: readonly string[]): Edit {
  return { start: at, end: at, text, ...(samples ? { samples } : {}) };
}
