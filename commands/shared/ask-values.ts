import { ask, type Fault, type Reply } from '../../src/chat/command.ts';
import type { Reading } from '../../src/schedule/reading.ts';
import { requestToJson, type ScheduleRequest } from './schedule-request.ts';

/** The reading with the values that were asked for since. */
export function withAnswered<T extends Pick<Reading, 'vars'>>(reading: T, { values }: ScheduleRequest): T {
  return { ...reading, vars: { ...reading.vars, ...values } };
}

/**
 * Asks for the values that a template lacks, all at once, and again for an answer that it cannot use.
 *
 * @param template its name
 * @returns null when the fault is another one
 */
export function askValues(request: ScheduleRequest, template: string | null, fault: Fault): Reply | null {
  const { recipients } = fault.details;
  const wanted = namesIn(fault, request);
  if (wanted.length === 0) return null;
  const values = Object.fromEntries(Object.entries(request.values).filter(([name]) => !wanted.includes(name)));
  const answered = Object.entries(values).map(([name, value]) => ({ name, value }));
  return ask({
    template: 'agendar/valores',
    data: { template, wanted, recipients, answered, unread: request.unread },
    notes: fault.code === 'missing_variables' ? [] : [fault],
    options: [],
    payload: requestToJson({ ...request, wanted, values }),
  });
}

/** What is missing, or was answered with what is no amount or no date. */
function namesIn({ code, details }: Fault, { values }: ScheduleRequest): string[] {
  if (code === 'missing_variables') return Array.isArray(details.names) ? details.names.map(String) : [];
  const isUseless = ([, value]: [string, string]) => code === 'invalid_variable' && value === details.value;
  return Object.entries(values)
    .filter(isUseless)
    .map(([name]) => name);
}
