import type { Fault } from '../../src/chat/command.ts';
import { UserError } from '../../src/errors.ts';

/** What a verb returns, or its refusal as a fault that stands beside others. @throws whatever is no fault of the person */
export async function orFault<T extends object>(verb: () => Promise<T>): Promise<T | Fault> {
  try {
    return await verb();
  } catch (error) {
    if (error instanceof UserError) return { code: error.code, details: error.details };
    throw error;
  }
}
