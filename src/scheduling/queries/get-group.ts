import { Group } from '../../db/entities/index.ts';
import type { Em } from '../../db/orm.ts';
import { findOr404 } from './find-or-404.ts';

/** @throws UserError `group_not_found` (404) */
export const getGroup = (em: Em, id: number): Promise<Group> => findOr404(em, Group, id, 'group_not_found');
