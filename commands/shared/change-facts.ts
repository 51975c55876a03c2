/** A change as the audit keeps it. */
interface Entry {
  action: string;
  entityType: string;
  entityId?: number | null | undefined;
  before?: Record<string, unknown> | null | undefined;
  after?: Record<string, unknown> | null | undefined;
}

/** What a sentence about a change names. */
export function changeOf({ action, entityType, entityId, before, after }: Entry) {
  const { name = null, title = null } = (after ?? before ?? {}) as { name?: string; title?: string };
  return { action, entityType, entityId: entityId ?? null, name: name ?? title };
}
