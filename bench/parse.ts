import { parseCommand } from '../src/schedule/parse-command.ts';

/**
 * How fast commands are read: `node bench/parse.ts`. Prints commands a second of CPU time (one core) and the 99th percentile of one reading.
 *
 * CPU time, as other work on the machine says nothing about the reader. Full readings: words, rule, the next five sends and the total.
 */
const COMMANDS = [
  '/agendar amanhã às 9h grupo equipe modelo aviso',
  '/agendar todo dia 8h e 20h contato Rita mensagem Hora do remédio 💊',
  '/agendar de segunda a sexta 7h45 exceto feriados grupos cozinha e salão modelo abertura',
  '/agendar dia 15/03 às 14:30 número (11) 98888-7777 msg Sua consulta é hoje',
  '/agendar toda última sexta do mês 17h grupo Financeiro modelo fechamento mes=março valor="R$ 10,00"',
  '/agendar a cada 2 horas das 8h às 18h grupo portaria texto: fazer a ronda',
  '/agendar todo 5º dia útil 9h até 20/12/2027 contatos Ana, Bia e Caio modelo pagamento',
  '/agendar daqui a 20 minutos aqui "O pedido chegou!"',
  '/agendar sexta que vem 10h grupo obra modelo diário',
  '/agendar amanhã 9 grupo vendas promoção de hoje',
];

/** Reads the commands in turn for a while. */
export function measureParsing(rounds: number): { perSecond: number; p99Ms: number } {
  const context = { now: Temporal.Instant.from('2026-11-24T13:00:00Z'), timezone: 'America/Sao_Paulo' };
  const read = (count: number) => {
    const times: number[] = [];
    for (let index = 0; index < count; index++) {
      const start = performance.now();
      parseCommand(COMMANDS[index % COMMANDS.length]!, context);
      times.push(performance.now() - start);
    }
    return times;
  };
  read(rounds / 10);
  const started = process.threadCpuUsage();
  const times = read(rounds).sort((a, b) => a - b);
  const { user, system } = process.threadCpuUsage(started);
  const seconds = (user + system) / 1e6;
  return { perSecond: Math.round(rounds / seconds), p99Ms: times[Math.floor(rounds * 0.99)]! };
}

if (import.meta.main) {
  const { perSecond, p99Ms } = measureParsing(50_000);
  console.log(`${perSecond} commands a second, 99th percentile ${p99Ms.toFixed(3)} ms`);
}
