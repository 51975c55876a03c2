import { UserError } from '../errors.ts';

/** The field of a body that names a row, by the code that says it is missing. */
export const REFERENCES: Readonly<Record<string, string>> = {
  contact_not_found: 'contacts',
  group_not_found: 'groups',
  template_not_found: 'template',
  evolution_config_not_found: 'evolution_config',
};

/**
 * Runs a verb whose refusals may be about what the body refers to: those are answered on their field (400), not as if
 * the address itself named nothing.
 *
 * @param fields field by the refusal's code
 */
export async function onFields<T>(fields: Readonly<Record<string, string>>, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    const field = error instanceof UserError ? fields[error.code] : undefined;
    if (!(error instanceof UserError) || field === undefined) throw error;
    throw new UserError(error.code, { ...error.details, field });
  }
}
