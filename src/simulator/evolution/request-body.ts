/** Reading request bodies the way Evolution's JSON schemas do: all faults at once, as sentences in English. */
import type { FastifyRequest } from 'fastify';
import { invalid } from './evolution-error.ts';

export type Json = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The body as an object: `{}` where it is none. */
export const bodyOf = (request: FastifyRequest): Json => (isObject(request.body) ? request.body : {});

/** @throws EvolutionError 400 that names every missing property */
export function requireProperties(body: Json, names: readonly string[], owner = 'instance'): void {
  const faults = names.filter(name => body[name] === undefined).map(name => `${owner} requires property "${name}"`);
  if (faults.length > 0) throw invalid(faults);
}

/** @throws EvolutionError 400 when the property is no text */
export function requireText(body: Json, name: string): string {
  const value = body[name];
  if (typeof value !== 'string') throw invalid(['Invalid format']);
  return value;
}
