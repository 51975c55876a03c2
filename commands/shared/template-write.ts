import { defineCommand } from '../../src/chat/command.ts';
import { firstRequest, readRequest, withAnswer } from './schedule-request.ts';
import { changeTemplate, EDIT_USAGE, makeTemplate, NEW_USAGE, replaceTemplate } from './template-request.ts';

export const newTemplate = defineCommand({
  name: 'novo',
  aliases: ['nova', 'criar'],
  summary: 'Cria um modelo; {{nome}} e outras variáveis entram no envio',
  usage: NEW_USAGE,
  examples: [
    '/modelo novo promo Oi, {{primeiro_nome}}! Hoje tudo com 10% de desconto.',
    '/modelo novo cobranca Olá, {{nome}}: sua parcela de R$ {{valor}} vence hoje.',
  ],
  role: 'editor',
  run: (context, args) => makeTemplate(context, firstRequest(context, args)),
  answer: (context, payload, choice) =>
    'words' in payload
      ? makeTemplate(context, withAnswer(readRequest(payload), choice))
      : replaceTemplate(context, payload),
});

export const editTemplate = defineCommand({
  name: 'editar',
  aliases: ['mudar', 'alterar'],
  summary: 'Troca o texto de um modelo; os próximos envios já saem com ele',
  usage: EDIT_USAGE,
  examples: ['/modelo editar promo Oi, {{primeiro_nome}}! Hoje tudo com 20% de desconto.'],
  role: 'editor',
  run: (context, args) => changeTemplate(context, firstRequest(context, args)),
  answer: (context, payload, choice) => changeTemplate(context, withAnswer(readRequest(payload), choice)),
});
