import { Template } from '../../db/entities/index.ts';
import type { Em } from '../../db/orm.ts';
import { findOr404 } from './find-or-404.ts';

/** @throws UserError `template_not_found` (404) */
export const getTemplate = (em: Em, id: number): Promise<Template> => findOr404(em, Template, id, 'template_not_found');
