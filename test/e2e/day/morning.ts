import { BIA, type Scene } from './people.ts';

/** Setting up the shop, and the first sends of the day. */
export const MORNING: readonly Scene[] = [
  {
    title: 'A loja abre',
    at: '2026-11-24T08:40:05-03:00',
    async play(day) {
      await day.says(BIA, '/status');
      await day.says(BIA, '/grupos');
      await day.says(BIA, '/grupo sincronizar');
      await day.says(BIA, 'grupos');
      await day.says(BIA, '/contato novo Ana Lima 11 98765-4321 nascimento 24/11/1990');
      await day.says(BIA, '/contato novo Davi Souza 41 9876-5432 cidade=Curitiba');
      await day.says(BIA, '/contato novo Davi Souza 41 99876-5432');
      await day.sharesCard(BIA, 'Lia Prado', '5521977776666');
      await day.says(BIA, '/contatos');
      await day.says(BIA, '/contato ver davi');
      await day.says(BIA, 's');
      await day.says(BIA, '/grupo lista clientes: Ana Lima, Davi Souza');
      await day.says(BIA, '/modelos');
      await day.says(BIA, '/modelo novo promo Oi, {{primeiro_nome}}! Hoje tudo com {{desconto}} de desconto.');
      await day.says(BIA, '/modelo ver promo');
      await day.says(BIA, 'obrigada');
      await day.says(BIA, '/agendar todo dia 9h grupo vendas modelo bomdia', { id: 'REPETIDA' });
      await day.says(BIA, '/agendar todo dia 9h grupo vendas modelo bomdia', { id: 'REPETIDA' });
      await day.says(BIA, '/agendar todo dia 9h grupo vendas modelo bomdia');
      await day.says(BIA, 'não');
      await day.says(BIA, '/agendar todo dia 9h aniversariantes modelo aniversario');
      await day.says(BIA, '/agendar todo dia 5 10h contato Ana Lima modelo cobranca');
      await day.says(BIA, 'sim');
      await day.says(BIA, 'cento e cinquenta');
      await day.says(BIA, '150');
      day.readFirst(BIA);
    },
  },
  {
    title: 'São nove horas',
    at: '2026-11-24T09:00:05-03:00',
    async play(day) {
      await day.arrives(
        'o relógio bate nove, e o WhatsApp conta que as mensagens foram lidas antes de dizer que saíram',
        'Ana',
      );
      day.inOrder();
      await day.says(BIA, '/envios hoje');
      await day.says(BIA, '/porque 1');
      await day.says(BIA, '/agenda amanhã');
    },
  },
];
