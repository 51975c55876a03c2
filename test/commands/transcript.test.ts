import { expect, onTestFinished, test } from 'vitest';
import { conversation } from '../chat/conversation.ts';

/** A morning of the owner of a shop, as she types it on her phone. It is Tuesday 2026-11-24, 10:00. */
const MORNING = [
  'oi',
  '/agendar todo dia 9h grupo vendas modelo bomdia',
  '/agendar daqui a 1 minuto grupos vendas e suporte modelo bomdia',
  'talvez',
  'sim',
  '/agendar amanha 9h grupo feira mensagem Levem o banner novo!',
  '2',
  '/Agendar toda segunda e quinta 8h grupo vnedas mensagem Reunião às 8h30',
  'não',
  '/agendar todo dia 5 10h contato Ana Lima modelo cobranca valor=150',
  '/agendar todo dia 5 10h contato Ana Lima modelo cobranca',
  '150',
  '/agendar a cada 10 minutos grupo vendas mensagem oi',
  '/ver 2',
  '/agendar ontem 9h grupo xpto modelo bomdai',
  '/agendar todo dia grupo venda',
  '/agendar amanhã 9h número 98765-4321 mensagem oi',
  '/agendar todo dia 9h grupo vendas modelo bomdia blargh',
  '/agendar',
  '/agendamentos',
  '/agendamento',
  '/ver 1',
  '/ver 99',
  '/pausar 1 motivo férias coletivas',
  '/pausar 1',
  '/agendamentos pausados',
  '/retomar 1',
  '/cancelar 2',
  '/cancelar 2',
  '/cancelar',
  '/modelos',
  '/modelo novo promo Oi, {{primeiro_nome}}! Hoje tudo com 10% de desconto.',
  '/modelo novo promo Oi, {{primeiro_nome}}! Só hoje: 20%.',
  'sim',
  '/modelo ver promo',
  '/modelo novo quebrado Oi, {{nome!',
  '/modelo apagar bomdia',
  'sim',
  '/modelo apagar promo',
  'sim',
  '/modelo ver promo',
  '/modelo',
  '/grupos',
  '/grupos xyz',
  '/grupo sincronizar',
  '/grupos',
  '/status',
  '/ajuda agendar',
  '/xyz',
  'obrigada',
  'sim',
];

test('a morning with the bot reads well from beginning to end', async () => {
  const talk = await conversation();
  onTestFinished(() => talk.close());
  talk.gateway.groups.push(
    {
      id: '120363000000000021@g.us',
      subject: 'Vendas',
      participants: [{ id: '554130009000@s.whatsapp.net', admin: null }],
    },
    {
      id: '120363000000000031@g.us',
      subject: 'Entregas',
      participants: [{ id: '554130009000@s.whatsapp.net', admin: null }],
    },
  );
  const lines: string[] = [];
  for (const line of MORNING) {
    const replies = await talk.says(line);
    lines.push(`> ${line}`, ...replies.map(reply => reply.replace(/^(?=.)/gm, '  ')), '');
    talk.clock.advance({ seconds: 20 });
  }
  await expect(lines.join('\n')).toMatchFileSnapshot('golden/manha.txt');
});
