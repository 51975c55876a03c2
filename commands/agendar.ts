import { defineCommand } from '../src/chat/command.ts';
import { schedule } from './shared/schedule.ts';
import { firstRequest, readRequest, withAnswer } from './shared/schedule-request.ts';

export default defineCommand({
  name: 'agendar',
  aliases: ['programar', 'marcar', 'lembrar'],
  summary: 'Agenda uma mensagem: quando, para quem e o quê, em qualquer ordem',
  usage: '/agendar <quando> <para quem> <o quê>',
  examples: [
    '/agendar todo dia 9h grupo vendas modelo bomdia',
    '/agendar amanhã 14h30 contato Ana mensagem Sua consulta é às 15h',
    '/agendar toda segunda e quinta 8h grupos vendas e suporte modelo lembrete sem feriados',
    '/agendar todo dia 5 10h número 11 98765-4321 modelo cobranca valor=150',
    '/agendar daqui a 20 minutos grupo vendas mensagem Reunião em 10 minutos',
  ],
  role: 'editor',
  saysOfMedia: true,
  addsUp: true,
  run: (context, args) => schedule(context, firstRequest(context, args)),
  answer: (context, payload, choice) => schedule(context, withAnswer(readRequest(payload), choice)),
});
