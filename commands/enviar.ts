import { defineCommand } from '../src/chat/command.ts';
import { firstRequest, readRequest, withAnswer } from './shared/schedule-request.ts';
import { send } from './shared/send.ts';

export default defineCommand({
  name: 'enviar',
  aliases: ['envia', 'mandar', 'manda'],
  summary: 'Envia uma mensagem agora: para quem e o quê, em qualquer ordem',
  usage: '/enviar <para quem> <o quê>',
  examples: [
    '/enviar grupo vendas mensagem Hoje a loja abre às 10h',
    '/enviar contato Ana modelo lembrete',
    '/enviar número 11 98765-4321 mensagem Seu pedido chegou',
  ],
  role: 'editor',
  saysOfMedia: true,
  addsUp: true,
  run: (context, args) => send(context, firstRequest(context, args)),
  answer: (context, payload, choice) => send(context, withAnswer(readRequest(payload), choice)),
});
