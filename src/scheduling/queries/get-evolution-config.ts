import { EvolutionConfig } from '../../db/entities/index.ts';
import type { Em } from '../../db/orm.ts';
import { findOr404 } from './find-or-404.ts';

/** @throws UserError `evolution_config_not_found` (404) */
export const getEvolutionConfig = (em: Em, id: number): Promise<EvolutionConfig> =>
  findOr404(em, EvolutionConfig, id, 'evolution_config_not_found');
