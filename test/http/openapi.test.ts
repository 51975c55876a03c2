import type { FastifyInstance } from 'fastify';
import { describe, expect, test } from 'vitest';
import { testServer } from './test-server.ts';

// biome-ignore lint/suspicious/noExplicitAny: the document is looked into, and a test fails where it has another shape
type Json = Record<string, any>;

/** Every route that Fastify has under /api, as `GET /api/contacts/{id}`: its router knows no last slash. */
function routesOf(app: FastifyInstance): string[] {
  const lines: string[] = [];
  const tree = app.printRoutes({ commonPrefix: false });
  const path: string[] = [];
  for (const line of tree.split('\n')) {
    const match = /^((?:│ {3}| {4})*)(?:├── |└── )(\S+)(?: \((.+)\))?/.exec(line);
    if (!match) continue;
    path.length = match[1]!.length / 4;
    path.push(match[2]!);
    const url = path.join('').replace(/:(\w+)/g, '{$1}');
    for (const method of match[3]?.split(', ') ?? []) lines.push(`${method} ${url}`);
  }
  return lines.filter(line => line.includes(' /api'));
}

function operationsOf(document: Json): [string, Json][] {
  return Object.entries(document.paths as Json).flatMap(([path, operations]) =>
    Object.entries(operations as Json).map(([method, operation]): [string, Json] => [
      `${method.toUpperCase()} ${path}`,
      operation,
    ]),
  );
}

describe('/openapi.json', () => {
  test('needs no token and describes every route that answers something other than 405', async () => {
    const { app, request } = await testServer();
    const { status, body } = await request('GET /openapi.json', undefined, { scope: null });
    expect(status).toBe(200);
    const described = operationsOf(body).map(([line]) => line.replace(/\/$/, ''));
    const registered = routesOf(app);
    expect(registered.length).toBeGreaterThan(60);
    expect(described.filter(line => !registered.includes(line))).toEqual([]);
    const undescribed = registered.filter(line => !line.startsWith('HEAD ') && !described.includes(line));
    for (const line of undescribed) expect((await request(line.replaceAll(/\{\w+\}/g, '1'))).status).toBe(405);
  });

  test('names the parameters of every path, the answers, and the scope that is needed', async () => {
    const { request } = await testServer();
    const { body } = await request('GET /openapi.json', undefined, { scope: null });
    for (const [line, operation] of operationsOf(body)) {
      const named = [...line.matchAll(/\{(\w+)\}/g)].map(match => match[1]);
      const inPath = (operation.parameters ?? []).filter((one: Json) => one.in === 'path').map((one: Json) => one.name);
      expect(inPath).toEqual(named);
      expect(operation.summary).toEqual(expect.any(String));
      expect(Object.keys(operation.responses)).toContain('default');
      expect(operation['x-scope'] ?? operation.security).toBeDefined();
    }
  });

  test('has no reference that leads nowhere', async () => {
    const { request } = await testServer();
    const { body } = await request('GET /openapi.json', undefined, { scope: null });
    const references = [...JSON.stringify(body).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(match => match[1]!);
    expect(references.length).toBeGreaterThan(20);
    for (const reference of references) {
      const target = reference.split('/').reduce((at: Json | undefined, key) => at?.[key], body);
      expect(target, reference).toBeDefined();
    }
  });

  test('tells what the checks demand: the same schema does both', async () => {
    const { request } = await testServer();
    const { body } = await request('GET /openapi.json', undefined, { scope: null });
    const input = body.paths['/api/contacts/'].post.requestBody.content['application/json'].schema;
    expect(input.required).toEqual(['name', 'phone']);
    expect(input.additionalProperties).toBe(false);
    expect(input.properties.id).toMatchObject({ readOnly: true });
    const config = body.paths['/api/evolution-configs/'].post.requestBody.content['application/json'].schema;
    expect(config.properties.api_key).toMatchObject({ writeOnly: true });
    expect(body.components.schemas.EvolutionConfig.properties).not.toHaveProperty('api_key');
    expect(body.components.schemas.Schedule.properties.recurrence.description).toContain('RFC 5545');
  });
});

describe('/docs/', () => {
  test('is a page of our own that asks nobody else for anything', async () => {
    const { request } = await testServer();
    const { status, body, headers } = await request('GET /docs', undefined, { scope: null });
    expect(status).toBe(200);
    expect(headers['content-type']).toContain('text/html');
    expect(String(headers['content-security-policy'])).toContain("default-src 'none'");
    expect(body).toContain('/api/schedules/{id}/pause/');
    expect(body).not.toMatch(/<script|src=|https?:\/\/(?!localhost)/);
  });
});
