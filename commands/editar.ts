import { defineCommand } from '../src/chat/command.ts';
import { edit } from './shared/edit.ts';
import { firstRequest, readRequest, withAnswer } from './shared/schedule-request.ts';

export default defineCommand({
  name: 'editar',
  aliases: ['edita', 'mudar', 'alterar'],
  summary: 'Muda um agendamento: escreva só o que muda',
  usage: '/editar N <o que muda>',
  examples: [
    '/editar 12 10h',
    '/editar 12 toda sexta',
    '/editar 12 grupo suporte',
    '/editar 12 até 20/12 modelo bomdia',
    '/editar 12 mensagem Hoje abrimos às 10h',
  ],
  role: 'editor',
  saysOfMedia: true,
  run: (context, args) => edit(context, firstRequest(context, args)),
  answer: (context, payload, choice) => edit(context, withAnswer(readRequest(payload), choice)),
});
