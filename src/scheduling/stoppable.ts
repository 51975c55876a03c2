/** Messages of a run that have not left and can still be stopped. */
export const STOPPABLE = ['queued', 'waiting_connection', 'held'] as const;
