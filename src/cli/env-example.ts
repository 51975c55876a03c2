import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { environmentExample } from '../config.ts';

/** Writes `.env.example` anew; `npm run check` fails when it is not what the schema says. */
export async function envExample(): Promise<void> {
  writeFileSync(join(import.meta.dirname, '../../.env.example'), environmentExample());
}
