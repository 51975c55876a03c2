import { ANA, BIA, CAIO, DAVI, RUI, type Scene } from './people.ts';

/** Customers who want no more, and a team with different rights. */
export const AFTERNOON: readonly Scene[] = [
  {
    title: 'Clientes e equipe',
    at: '2026-11-24T14:00:05-03:00',
    async play(day) {
      await day.arrives('o que era das 13h passou da hora enquanto o bot estava desligado', 'se perdeu');
      await day.says(DAVI, 'Sair.');
      await day.says(DAVI, 'SAIR');
      await day.says(BIA, '/enviar contato Davi Souza mensagem Seu pedido chegou');
      await day.says(BIA, '/enviar grupo clientes mensagem O pedido chegou');
      await day.says(BIA, 'sim');
      await day.says(DAVI, 'voltar');
      await day.says(BIA, '/enviar contato Davi Souza mensagem Seu pedido chegou');
      await day.says(ANA, 'vou sair agora, chego já');
      await day.says(ANA, 'por favor, parem de me mandar mensagem');
      await day.says(CAIO, '/status');
      await day.says(BIA, '/admin incluir 11 90000-0002 Caio Reis editor');
      await day.says(BIA, '/admin incluir 11 90000-0003 Rui Melo leitor');
      await day.says(BIA, '/admin listar');
      await day.says(CAIO, '/agendamentos');
      await day.says(CAIO, '/pausar 1 motivo balanço');
      await day.says(CAIO, '/admin remover Bia');
      await day.says(CAIO, '/retomar 1');
      await day.says(CAIO, '/agendar sábado 8h grupo feira de sábado mensagem Bom trabalho!');
      await day.says(CAIO, '/agendar sábado 8h grupo "feira de sábado" mensagem Bom trabalho!');
      await day.says(RUI, '/agenda semana');
      await day.says(RUI, '/agendar amanhã 9h grupo vendas mensagem oi');
      await day.says(RUI, '/cancelar 1');
      await day.says(BIA, '/historico 1');
    },
  },
];
