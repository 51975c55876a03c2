import { z } from 'zod';
import type { Scope } from '../db/entities/index.ts';
import type { Em } from '../db/orm.ts';
import type { Work } from '../scheduling/work.ts';
import { created, noContent, ok } from './answers.ts';
import type { Api } from './endpoint.ts';
import { idParams } from './fields.ts';
import { listSchema, orderingQuery, type PageQuery, pageOf, pagingQuery } from './paging.ts';

/** A collection that is listed, and whose rows are created, read, replaced, changed and deleted. */
export interface Resource<
  Row extends { id: number },
  Entity,
  Shape extends z.ZodRawShape,
  Filters extends z.ZodRawShape,
> {
  /** `/api/contacts/` */
  path: string;
  /** "contato", for the summaries. */
  name: string;
  /** The scope for reading; `read` where it is not said. */
  readScope?: Scope;
  /** The scope for changes. */
  writeScope: Scope;
  row: z.ZodType<Row>;
  /** What may be written; a replacement needs all that is required, a change any part. */
  input: z.ZodObject<Shape>;
  /** What a new or replaced row has where the client says nothing. */
  defaults: z.output<z.ZodObject<Shape>> extends infer Input ? Partial<Input> : never;
  filters: Filters;
  /** Fields that can be ordered by. */
  ordering: readonly string[];
  list(em: Em, query: PageQuery & z.output<z.ZodObject<Filters>>): Promise<{ count: number; results: Entity[] }>;
  get(em: Em, id: number): Promise<Entity>;
  create(work: Work, body: z.output<z.ZodObject<Shape>>): Promise<Entity>;
  update(
    work: Work,
    id: number,
    body: Partial<z.output<z.ZodObject<Shape>>>,
    expectedVersion?: number,
  ): Promise<Entity>;
  remove(work: Work, id: number, expectedVersion?: number): Promise<unknown>;
  /** What only the answer to the creation says. */
  onCreated?(work: Work, entity: Entity): Promise<Partial<Row>>;
  /** Rows as they are answered, in order; many at once, so that a list asks the database no more often than one row. */
  show(em: Em, entities: readonly Entity[]): Promise<Row[]>;
}

/** Adds the six endpoints of a collection. */
export function addResource<
  Row extends { id: number },
  Entity,
  Shape extends z.ZodRawShape,
  Filters extends z.ZodRawShape,
>(api: Api, resource: Resource<Row, Entity, Shape, Filters>): void {
  const { path, name, readScope = 'read', writeScope, row, input, defaults } = resource;
  const item = `${path}:id/`;
  const showOne = async (em: Em, entity: Entity) => (await resource.show(em, [entity]))[0]!;
  const query = z.object({ ...pagingQuery, ordering: orderingQuery(resource.ordering), ...resource.filters });

  api.add({
    ...{ method: 'GET', path, summary: `Lista (${name})`, scope: readScope },
    query,
    answers: { 200: listSchema(row) },
    async handle(call) {
      const asked = call.query as unknown as PageQuery & z.output<z.ZodObject<Filters>>;
      const { count, results } = await resource.list(call.em, asked);
      return ok(pageOf(call.request, asked, { count, results: await resource.show(call.em, results) }));
    },
  });
  api.add({
    ...{ method: 'POST', path, summary: `Cria (${name})`, scope: writeScope },
    body: input,
    answers: { 201: row },
    handle: async ({ body, change }) =>
      created(
        path,
        await change(async work => {
          const entity = await resource.create(work, { ...defaults, ...body });
          return { ...(await showOne(work.em, entity)), ...(await resource.onCreated?.(work, entity)) };
        }),
      ),
  });
  api.add({
    ...{ method: 'GET', path: item, summary: `Lê (${name})`, scope: readScope },
    params: idParams,
    answers: { 200: row },
    handle: async ({ em, params }) => ok(await showOne(em, await resource.get(em, params.id))),
  });
  api.add({
    ...{ method: 'PUT', path: item, summary: `Substitui (${name})`, scope: writeScope },
    params: idParams,
    body: input,
    answers: { 200: row },
    handle: async ({ params, body, expectedVersion, change }) =>
      ok(
        await change(async work =>
          showOne(work.em, await resource.update(work, params.id, { ...defaults, ...body }, expectedVersion)),
        ),
      ),
  });
  api.add({
    ...{ method: 'PATCH', path: item, summary: `Altera (${name})`, scope: writeScope },
    params: idParams,
    body: input.partial(),
    answers: { 200: row },
    handle: async ({ params, body, expectedVersion, change }) =>
      ok(
        await change(async work =>
          showOne(
            work.em,
            await resource.update(work, params.id, body as Partial<z.output<z.ZodObject<Shape>>>, expectedVersion),
          ),
        ),
      ),
  });
  api.add({
    ...{ method: 'DELETE', path: item, summary: `Apaga (${name})`, scope: writeScope },
    params: idParams,
    answers: { 204: null },
    async handle({ params, expectedVersion, change }) {
      await change(work => resource.remove(work, params.id, expectedVersion));
      return noContent();
    },
  });
}
