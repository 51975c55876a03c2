import type { Answer } from './endpoint.ts';

export const ok = (body: unknown): Answer => ({ status: 200, body });
export const noContent = (): Answer => ({ status: 204 });

/** A new row, and where it is from now on. */
export const created = <T extends { id: number }>(collection: string, body: T): Answer => ({
  status: 201,
  body,
  headers: { location: `${collection}${body.id}/` },
});
