import { ANA, asGatewayGroup, BIA, CLUB, LIA, SALES, type Scene } from './people.ts';

const BOT = '5511900000000';

/** Slips of the pen, groups, and a power cut. */
export const NOON: readonly Scene[] = [
  {
    title: 'Com pressa, e nos grupos',
    at: '2026-11-24T10:30:05-03:00',
    async play(day) {
      await day.says(BIA, '/agendra amanhã 9h grupo vendas mensagem oi');
      await day.says(BIA, '/agendar amanha 9h grupo feira mensagem Levem o banner novo!');
      await day.says(BIA, '3');
      await day.says(BIA, '2');
      await day.says(BIA, '/Agendar toda segunda e quinta 8h grupo vnedas mensagem Reunião às 8h30');
      await day.reacts(BIA, '👍');
      await day.says(BIA, '/agendar ontem 9h grupo xpto modelo bomdai');
      await day.says(BIA, '/agendar amanhã grupo vendas modelo bomdia');
      await day.says(BIA, '/agendar sexta 9h contato Lia Prado modelo promo');
      await day.says(BIA, '10%');
      await day.says(BIA, '/agendar a cada 10 minutos grupo vendas mensagem oi');
      await day.reacts(BIA, '❌');
      await day.says(BIA, '/enviar clientes modelo promo desconto=20%');
      await day.says(BIA, '/enviar grupo clientes modelo promo desconto=20%');
      await day.says(BIA, '/ver 1');
      await day.says(BIA, 'sim');
      await day.says(BIA, '/enviar grupo clientes modelo promo desconto=20%');
      await day.says(BIA, 'sim', { to: 1 });
      await day.says(BIA, 'bla bla bla');
      const club = asGatewayGroup(CLUB, [BOT, BIA.phone, ANA.phone, LIA.phone]);
      await day.happens('o bot entra no grupo Clientes VIP 2026', 'groups.upsert', [club]);
      await day.says(BIA, '/grupo apelido Clientes VIP 2026: vip');
      await day.says(BIA, '/agendar sexta 18h aqui mensagem Bom fim de semana!', { group: CLUB });
      await day.says(BIA, '/agendar sexta aqui mensagem Bom fim de semana!', { group: CLUB });
      await day.says(BIA, 'bom dia, gente', { group: CLUB });
      await day.says(LIA, '/agendar sexta 18h aqui mensagem Comprem de mim!', { group: CLUB });
      await day.says(LIA, 'Vocês abrem no domingo?');
      await day.says(BIA, '/agendar hoje 12h grupo vendas mensagem Almoço! Voltamos às 13h.');
      await day.says(BIA, '/agendar hoje 15h grupo vip mensagem Café passado, venham!');
    },
    endsBy: 'kill',
  },
  {
    title: 'A luz caiu e voltou',
    at: '2026-11-24T12:07:05-03:00',
    async play(day) {
      await day.arrives('o que era das 12h sai agora', 'Almoço');
      await day.says(BIA, '/pausar 4', { minutesAgo: 20 });
      await day.says(BIA, 'não');
      await day.says(BIA, '/agendar hoje 13h grupo vendas mensagem Voltamos!', { minutesAgo: 12 });
      await day.says(BIA, 'pode');
      await day.says(BIA, '/envios falhas');
      await day.says(BIA, '/agenda hoje');
      await day.happens(`o bot sai do grupo ${CLUB.name}`, 'group-participants.update', {
        id: CLUB.jid,
        action: 'remove',
        participants: [{ id: `${BOT}@s.whatsapp.net`, admin: null }],
      });
      await day.says(BIA, '/cancelar 7');
      await day.says(BIA, '/cancelar 9');
      await day.says(BIA, '/agendar amanhã 10h aqui mensagem Reposição às 11h', { group: SALES });
    },
  },
];
