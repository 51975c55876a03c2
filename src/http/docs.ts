import type { FastifyInstance } from 'fastify';
import { DOCS_CSP, docsPage } from './docs-page.ts';
import type { DescribedEndpoint } from './endpoint.ts';
import { openApiDocument } from './openapi.ts';

/** `/openapi.json` for programs and `/docs/` for people; neither needs a token. */
export function registerDocs(app: FastifyInstance, endpoints: readonly DescribedEndpoint[], version: string): void {
  const document = openApiDocument(endpoints, { version });
  const page = docsPage(document);
  app.get('/openapi.json', async () => document);
  app.get('/docs/', async (_request, reply) =>
    reply
      .headers({ 'content-security-policy': DOCS_CSP, 'x-content-type-options': 'nosniff' })
      .type('text/html')
      .send(page),
  );
}
