import { z } from 'zod';
import { undoLast } from '../../scheduling/undo.ts';
import { ok } from '../answers.ts';
import { demandScope } from '../auth.ts';
import type { Api } from '../endpoint.ts';
import { id } from '../fields.ts';

const undone = z.object({
  undone: z.array(z.object({ action: z.string(), entity_type: z.string(), entity_id: id.nullable() })),
});

/** `/api/undo/`: takes back the caller's own last change, for ten minutes, as the chat's `/desfazer`. */
export function registerUndo(api: Api): void {
  api.add({
    method: 'POST',
    path: '/api/undo/',
    summary: 'Desfaz a última mudança do usuário, por dez minutos',
    scope: 'send',
    body: z.strictObject({}).optional(),
    answers: { 200: undone },
    async handle({ caller, change }) {
      const entries = await change(async work => {
        const taken = await undoLast(work);
        // Another token of the same user may have changed what this one may not.
        if (taken.some(({ entityType }) => entityType !== 'schedule')) demandScope(caller, 'manage');
        return taken;
      });
      const rows = entries.map(({ action, entityType, entityId }) => ({
        ...{ action, entity_type: entityType, entity_id: entityId ?? null },
      }));
      return ok({ undone: rows });
    },
  });
}
