import type { FastifyInstance } from 'fastify';
import { type Gauges, gauges } from '../scheduling/queries/gauges.ts';
import type { WorkDeps } from '../scheduling/work.ts';
import type { Health } from './health.ts';
import { type Metric, PROMETHEUS_TEXT, prometheusText, type Sample } from './prometheus.ts';

/** `/metrics`: for Prometheus. With the database away it says so and leaves out what only the database knows. */
export function registerMetrics(
  app: FastifyInstance,
  deps: { work: Pick<WorkDeps, 'em' | 'clock'>; health: Pick<Health, 'jobStore' | 'clockJumps'>; version: string },
): void {
  const answered = countAnswers(app);
  app.get('/metrics', { logLevel: 'warn' }, async (request, reply) => {
    const read = await gauges(deps.work.em.fork(), deps.work.clock.now()).catch(error => {
      request.log.warn({ err: error }, 'the database cannot be measured');
      return null;
    });
    const metrics = [
      gauge('agendador_info', 'The version that runs.', [{ labels: { version: deps.version }, value: 1 }]),
      gauge('agendador_database_up', 'Whether the database answers.', [{ value: Number(read !== null) }]),
      gauge('agendador_job_store_up', 'Whether the alarm clock has its store.', [
        { value: Number(deps.health.jobStore() === 'ok') },
      ]),
      counter('agendador_clock_jumps_total', 'Jumps of the machine’s clock by more than two minutes.', [
        { value: deps.health.clockJumps?.() ?? 0 },
      ]),
      ...(read ? ofInstallation(read) : []),
      counter('http_requests_total', 'Answered requests by class of status.', [...answered()]),
      ...ofProcess(),
    ];
    return reply.type(PROMETHEUS_TEXT).send(prometheusText(metrics));
  });
}

function ofInstallation(read: Gauges): Metric[] {
  const byInstance = (value: (one: Gauges['instances'][number]) => boolean) =>
    read.instances.map(one => ({ labels: { instance_name: one.name }, value: Number(value(one)) }));
  return [
    gauge('agendador_deliveries', 'Messages that are not settled, by status.', byStatus(read.openDeliveries)),
    gauge('agendador_oldest_queued_seconds', 'How long the oldest unsent message has been due.', [
      { value: read.oldestQueuedSeconds },
    ]),
    gauge('agendador_schedules', 'Schedules by status.', byStatus(read.schedules)),
    gauge('agendador_inbox_pending', 'Events of the gateway that wait to be handled.', [{ value: read.inboxPending }]),
    gauge('agendador_replies_queued', 'Replies of the bot that wait to be sent.', [{ value: read.repliesQueued }]),
    gauge('agendador_ledger_faults', 'What the hourly audit of the ledger found, by law.', [
      ...Object.entries(read.ledgerFaults).map(([law, value]) => ({ labels: { law }, value })),
      { labels: { law: 'all' }, value: Object.values(read.ledgerFaults).reduce((sum, value) => sum + value, 0) },
    ]),
    gauge(
      'agendador_instance_open',
      'Whether a WhatsApp number is connected.',
      byInstance(one => one.isOpen),
    ),
    gauge(
      'agendador_instance_paused',
      'Whether a person has paused a number.',
      byInstance(one => one.isPaused),
    ),
  ];
}

/** The names that Prometheus's own client libraries give them. */
function ofProcess(): Metric[] {
  const { user, system } = process.cpuUsage(); // microseconds
  const startedAt = (Date.now() - process.uptime() * 1000) / 1000;
  return [
    counter('process_cpu_seconds_total', 'CPU time of this process.', [{ value: (user + system) / 1e6 }]),
    gauge('process_resident_memory_bytes', 'Memory of this process.', [{ value: process.memoryUsage.rss() }]),
    gauge('process_start_time_seconds', 'When it started, since 1970.', [{ value: startedAt }]),
  ];
}

/** Counts this server's answers: 2xx, 4xx … */
function countAnswers(app: FastifyInstance): () => Iterable<Sample> {
  const counts = new Map<string, number>();
  app.addHook('onResponse', async (_request, reply) => {
    const status = `${Math.floor(reply.statusCode / 100)}xx`;
    counts.set(status, (counts.get(status) ?? 0) + 1);
  });
  return () => [...counts].sort().map(([status, value]) => ({ labels: { status }, value }));
}

const byStatus = (counts: Record<string, number>): Sample[] =>
  Object.entries(counts).map(([status, value]) => ({ labels: { status }, value }));

const gauge = (name: string, help: string, samples: Sample[]): Metric => ({ name, type: 'gauge', help, samples });
const counter = (name: string, help: string, samples: Sample[]): Metric => ({ name, type: 'counter', help, samples });
