import type { Fault } from '../../src/chat/command.ts';
import type { ScheduleRequest } from './schedule-request.ts';

/** What came with a command beside its words: a doubt that is asked about whatever CONFIRM says. */
export function mediaNotes({ media }: Pick<ScheduleRequest, 'media'>): Fault[] {
  return media === null ? [] : [{ code: 'media_left_out', details: { ...media } }];
}
