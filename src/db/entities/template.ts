import { defineEntity, p } from '@mikro-orm/core';
import { editVersion, id, timestamps } from './columns.ts';

const TemplateSchema = defineEntity({
  name: 'Template',
  tableName: 'message_templates',
  properties: {
    id: id(),
    name: p.string().length(60), // one word
    nameKey: p.string().length(60).unique(), // unique without case and accents
    body: p.text(), // Handlebars, untrusted
    ...timestamps(),
    version: editVersion(),
  },
});

/** A message text with variables, written by the shop. */
export class Template extends TemplateSchema.class {}
TemplateSchema.setClass(Template);
