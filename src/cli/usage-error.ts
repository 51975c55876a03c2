/** The person at the terminal can mend it; the message is for her. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
