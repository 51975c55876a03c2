import { UserError } from '../../src/errors.ts';

/** The code of the UserError that a promise ends in; fails where it ends well. */
export async function refusal(promise: Promise<unknown>): Promise<string> {
  return (await refused(promise)).code;
}

/** The UserError that a promise ends in. */
export async function refused(promise: Promise<unknown>): Promise<UserError> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error('was not refused');
}
