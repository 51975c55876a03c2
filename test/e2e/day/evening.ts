import { BIA, DAVI, type Scene } from './people.ts';

/** What failed, what changes, and the day in numbers. */
export const EVENING: readonly Scene[] = [
  {
    title: 'O que deu errado, o que muda, e o dia em números',
    at: '2026-11-24T17:30:05-03:00',
    async play(day, { gateway }) {
      gateway.behave = ({ number }) =>
        number === DAVI.phone
          ? { kind: 'refuse', status: 400, message: [{ jid: `${number}@s.whatsapp.net`, exists: false, number }] }
          : { kind: 'accept' };
      await day.says(BIA, '/enviar contato Davi Souza mensagem Conseguiu retirar?');
      await day.says(BIA, '/envios falhas');
      gateway.behave = () => ({ kind: 'accept' });
      await day.says(BIA, '/reenviar 9');
      await day.says(BIA, '/reenviar 1');
      await day.says(BIA, '/reenviar 99');
      await day.says(BIA, '/editar 1 8h30');
      await day.says(BIA, '/desfazer');
      await day.says(BIA, '/desfazer');
      await day.says(BIA, '/editar 1 blargh');
      await day.says(BIA, '/retomar 1');
      await day.says(BIA, '/pausar 1', { secondsAgo: 2 });
      await day.says(BIA, 'não');
      await day.says(BIA, '/enviar grupos vendas e "feira de sábado" mensagem Fechamos às 18h');
      await day.says(BIA, 'sim', { secondsAgo: 2 });
      await day.says(BIA, '/ver 2', { secondsAgo: 2 });
      await day.says(BIA, 'não');
      await day.says(BIA, '/pular 1');
      await day.says(BIA, '/adiar 4 2 horas');
      await day.says(BIA, '/ver 4');
      await day.says(BIA, '/cancelar 5');
      await day.says(BIA, '/cancelar 5');
      await day.says(BIA, '/cancelar');
      await day.says(BIA, '/testar 1');
      await day.says(BIA, '/modelo apagar bomdia');
      await day.says(BIA, '/contato apagar Ana Lima');
      await day.says(BIA, '/ver 99');
      await day.says(BIA, '/silencio até amanhã 8h motivo inventário');
      await day.says(BIA, '/enviar grupo vendas mensagem Alguém viu a chave?');
      await day.says(BIA, '/silencio fim');
      await day.says(BIA, '/modelo novo retirada Oi, {{primeiro_nome}}! O pedido {{pedido}} fica pronto {{quando}}.');
      await day.says(BIA, '/agendar amanhã 9h contato Davi Souza modelo retirada');
      await day.says(BIA, '1234');
      await day.says(BIA, 'quando="às 14h"');
      await day.says(BIA, '1234');
      await day.says(BIA, '/agendamento');
      await day.says(BIA, '/agendamentos');
      await day.says(BIA, '/agenda semana');
      await day.says(BIA, '/estatísticas hoje');
      await day.says(BIA, '/ajuda pular');
      await day.says(BIA, '!STATUS');
      await day.says(BIA, 'valeu');
    },
  },
];
