/** The words inside an error body of the Evolution API. */

/**
 * The words of an error body, in whichever of its forms: `response.message` or `message` as text, list, nested list
 * or list of objects; or the bare Boom error (`output.payload.message`). Objects are given as JSON.
 */
export function wordsOf(body: unknown): string[] {
  if (typeof body !== 'object' || body === null) return [];
  const { response, message, output } = body as Record<string, unknown>;
  return [messageIn(response) ?? message, messageIn((output as { payload?: unknown } | undefined)?.payload)].flatMap(
    flatten,
  );
}

function messageIn(holder: unknown): unknown {
  return typeof holder === 'object' && holder !== null && 'message' in holder ? holder.message : undefined;
}

function flatten(value: unknown): string[] {
  if (value === undefined || value === null) return [];
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flat(3).flatMap(item => (Array.isArray(item) ? [] : flatten(item)));
  return [JSON.stringify(value)];
}

/** `{}`, which some routes answer instead of an error. */
export function isEmptyObject(body: unknown): boolean {
  return typeof body === 'object' && body !== null && !Array.isArray(body) && Object.keys(body).length === 0;
}
