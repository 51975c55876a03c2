/** Takes apart "até amanhã 8h motivo luto": the words that say until when, and the reason after its word. */
export function untilAndReason(args: string): { until: string; reason: string | null } {
  const [, until = '', reason] = /^(.*?)(?:(?:^|\s)motivo:?\s+(.+))?$/isu.exec(args) ?? [];
  return { until: until.trim(), reason: reason?.trim() ?? null };
}
