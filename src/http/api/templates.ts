import { z } from 'zod';
import type { Template } from '../../db/entities/index.ts';
import { createTemplate } from '../../scheduling/create-template.ts';
import { deleteTemplate } from '../../scheduling/delete-template.ts';
import { getTemplate } from '../../scheduling/queries/get-template.ts';
import { listTemplates } from '../../scheduling/queries/list-templates.ts';
import { updateTemplate } from '../../scheduling/update-template.ts';
import { messageVariables } from '../../templates/message.ts';
import { defined } from '../changes.ts';
import type { Api } from '../endpoint.ts';
import { id, ignored, instant, isoIn, literal } from '../fields.ts';
import type { ApiDeps } from '../options.ts';
import { pageRequest } from '../paging.ts';
import { addResource } from '../resource.ts';

const template = z
  .object({
    id,
    name: z.string(),
    body: z.string().meta({ description: 'Handlebars' }),
    variables: z.array(z.string()).meta({ description: 'As que o texto usa.' }),
    media: z.null().meta({ description: 'Reservado.' }),
    created_at: instant,
    updated_at: instant,
    version: z.number().int(),
  })
  .meta({ id: 'Template' });

const input = z.strictObject({
  name: z.string().trim().min(1).max(60).meta({ description: 'Uma palavra, única sem contar acentos e maiúsculas.' }),
  body: z.string().min(1).max(10_000),
  literal,
  ...ignored('id', 'variables', 'media', 'created_at', 'updated_at', 'version'),
});

/** `/api/templates/` */
export function registerTemplates(api: Api, { work: { timezone } }: Pick<ApiDeps, 'work'>): void {
  addResource(api, {
    path: '/api/templates/',
    name: 'modelo',
    writeScope: 'manage',
    row: template,
    input,
    defaults: {},
    filters: {},
    ordering: ['id', 'name', 'created_at', 'updated_at'],
    list: (em, query) => listTemplates(em, pageRequest(query)),
    get: getTemplate,
    create: (work, { name, body, literal: isLiteral = false }) => createTemplate(work, { name, body, isLiteral }),
    update: (work, templateId, { name, body, literal: isLiteral }, expectedVersion) =>
      updateTemplate(work, templateId, defined({ name, body, isLiteral }), expectedVersion),
    remove: deleteTemplate,
    show: async (_em, templates) => templates.map(one => show(one, timezone)),
  });
}

function show(one: Template, timezone: string): z.output<typeof template> {
  return {
    id: one.id,
    name: one.name,
    body: one.body,
    variables: messageVariables(one.body),
    media: null,
    created_at: isoIn(timezone, one.createdAt),
    updated_at: isoIn(timezone, one.updatedAt),
    version: one.version,
  };
}
