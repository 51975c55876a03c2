/** Names in one sentence; the log has the rest. */
const NAMES_SHOWN = 5;

/** Messages that came to nothing for one reason, as `avisos/por_motivo` says it. */
interface Failures {
  reason: string;
  /** Of the first few; `more` are left out. */
  names: string[];
  more: number;
}

/** Whoever did not get a message, put together by why not, in the order in which each reason was met first. */
export function byReason(failed: readonly { name: string; reason?: string | null | undefined }[]): Failures[] {
  return [...Map.groupBy(failed, one => one.reason ?? '')].map(([reason, those]) => ({
    reason,
    names: those.slice(0, NAMES_SHOWN).map(one => one.name),
    more: Math.max(0, those.length - NAMES_SHOWN),
  }));
}
