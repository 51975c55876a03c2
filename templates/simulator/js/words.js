export const CONNECTIONS = {
  open: { word: 'conectado', label: 'Conectado', help: 'Tudo chega e tudo sai.' },
  connecting: { word: 'sem rede', label: 'Sem rede', help: 'Os envios falham; o que as pessoas escrevem chega quando a rede voltar.' },
  close: { word: 'desconectado', label: 'Celular desconectado', help: 'O aparelho saiu da conta, como quem toca em “Sair” nos aparelhos conectados.' },
};

export const FAULTS = {
  server_error: 'erro do servidor (500)',
  connection_closed: 'conexão fechada',
  timed_out: 'tempo esgotado',
  not_on_whatsapp: 'número sem WhatsApp (400)',
  hang: 'não envia e não responde',
  sent_without_answer: 'envia, mas não responde',
};

export const STATUSES = {
  PENDING: { ticks: '◷', word: 'saindo' },
  SERVER_ACK: { ticks: '✓', word: 'enviada' },
  DELIVERY_ACK: { ticks: '✓✓', word: 'entregue' },
  READ: { ticks: '✓✓', word: 'lida' },
  ERROR: { ticks: '!', word: 'não entregue' },
};

/** Typed by a click, sent by the person. */
export const EXAMPLES = [
  '/ajuda',
  '/agendar daqui a 1 minuto grupo vendas modelo bomdia',
  '/agendar todo dia 9h grupo vendas modelo bomdia',
  '/agendamentos',
  '/grupos',
  '/modelos',
  '/status',
];

export const REACTIONS = ['👍', '❤️', '😂', '✅', '❌'];

/** `+5511900000001` → `+55 11 90000-0001`; other countries as they are. */
export function phoneInWords(phone) {
  const parts = /^\+55(\d\d)(\d{4,5})(\d{4})$/.exec(phone);
  return parts ? `+55 ${parts[1]} ${parts[2]}-${parts[3]}` : phone;
}
