import { STATUS_CODES } from 'node:http';
import { z } from 'zod';
import type { DescribedEndpoint } from './endpoint.ts';

type Json = Record<string, unknown>;

/** What every endpoint may answer beside its results. */
const problem = z.object({ detail: z.string().optional(), code: z.string() }).catchall(z.unknown()).meta({
  id: 'Problem',
  description:
    'O que deu errado: "detail" é uma frase e "code" um código; em campos inválidos, cada campo traz a lista das suas frases.',
});

/** The OpenAPI 3.1 description of the API, from the very schemas that check its requests. */
export function openApiDocument(endpoints: readonly DescribedEndpoint[], info: { version: string }): Json {
  const components: Json = {};
  const paths: Record<string, Json> = {};
  for (const endpoint of endpoints) {
    const path = endpoint.path.replaceAll(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [endpoint.method.toLowerCase()]: operation(endpoint, components) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Agendador',
      version: info.version,
      description: 'Agenda mensagens de WhatsApp. Instantes em ISO 8601 com fuso; listas em páginas; erros com código.',
    },
    paths,
    components: {
      schemas: components,
      securitySchemes: {
        token: { type: 'apiKey', in: 'header', name: 'Authorization', description: 'Token <token>, ou Bearer <token>' },
      },
    },
    security: [{ token: [] }],
  };
}

function operation(endpoint: DescribedEndpoint, components: Json): Json {
  const { summary, scope, params, query, body, answers } = endpoint;
  const parameters = [
    ...parametersOf(params, 'path', components),
    ...parametersOf(query, 'query', components),
    ...(endpoint.method === 'GET' || !answers[200] ? [] : [IF_MATCH]),
    ...(endpoint.method === 'POST' && scope !== null ? [IDEMPOTENCY_KEY] : []),
  ];
  return {
    summary,
    tags: [endpoint.path.split('/')[2] || 'token'],
    ...(scope === null ? { security: [] } : { 'x-scope': scope }),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(body ? { requestBody: { required: true, content: json(schemaOf(body, 'input', components)) } } : {}),
    responses: {
      ...Object.fromEntries(
        Object.entries(answers).map(([status, schema]) => [status, response(status, schema, components)]),
      ),
      default: { description: 'Recusa ou falha', content: json(schemaOf(problem, 'output', components)) },
    },
  };
}

const IF_MATCH = {
  name: 'If-Match',
  in: 'header',
  required: false,
  schema: { type: 'string' },
  description: 'A versão que se quer mudar ("3"); 412 quando já é outra.',
};

const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  schema: { type: 'string', maxLength: 200 },
  description:
    'Um texto só deste pedido: repetido em até 24 horas, devolve a primeira resposta em vez de fazer de novo.',
};

function parametersOf(schema: z.ZodType | undefined, where: 'path' | 'query', components: Json): Json[] {
  if (!schema) return [];
  const { properties = {}, required = [] } = schemaOf(schema, 'input', components) as {
    properties?: Record<string, Json>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: where,
    required: where === 'path' || required.includes(name),
    schema: property,
  }));
}

function response(status: string, schema: z.ZodType | null, components: Json): Json {
  const description = STATUS_CODES[status] ?? status;
  if (!schema) return { description };
  const { contentType } = (schema.meta() ?? {}) as { contentType?: string }; // of the few answers that are no JSON
  if (contentType) return { description, content: { [contentType]: { schema: { type: 'string' } } } };
  return { description, content: json(schemaOf(schema, 'output', components)) };
}

const json = (schema: Json) => ({ 'application/json': { schema } });

/** The JSON Schema of a zod schema; the parts that have an `id` of their own go to `components`. */
function schemaOf(schema: z.ZodType, io: 'input' | 'output', components: Json): Json {
  // As a property, so that a schema with an id is a reference even where it stands alone.
  const wrapped = z.toJSONSchema(z.object({ it: schema }), { io, unrepresentable: 'any' });
  const { $defs = {}, properties } = wrapped as unknown as { $defs?: Record<string, Json>; properties: { it: Json } };
  for (const [id, definition] of Object.entries($defs)) components[id] ??= relocated(definition);
  return relocated(properties.it);
}

function relocated(schema: Json): Json {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/$defs/', '"#/components/schemas/'));
}
