import cors from '@fastify/cors';
import rateLimit from '@fastify/rate-limit';
import fastify, { type FastifyInstance, LogController } from 'fastify';
import { registerAdmins } from './api/admins.ts';
import { registerAudit } from './api/audit.ts';
import { registerCalendarFeed } from './api/calendar-feed.ts';
import { registerCommands } from './api/commands.ts';
import { registerContactFiles } from './api/contact-files.ts';
import { registerContacts } from './api/contacts.ts';
import { registerDashboard } from './api/dashboard.ts';
import { registerEvolutionConfigs } from './api/evolution-configs.ts';
import { registerGroups } from './api/groups.ts';
import { registerInstanceActions } from './api/instance-actions.ts';
import { registerLogActions } from './api/log-actions.ts';
import { registerLogs } from './api/logs.ts';
import { registerMessages } from './api/messages.ts';
import { registerOccurrences } from './api/occurrences.ts';
import { registerScheduleActions } from './api/schedule-actions.ts';
import { registerScheduleBackfill } from './api/schedule-backfill.ts';
import { registerScheduleOccurrences } from './api/schedule-occurrences.ts';
import { registerSchedulePreviews } from './api/schedule-previews.ts';
import { registerScheduleTest } from './api/schedule-test.ts';
import { registerSchedules } from './api/schedules.ts';
import { registerSettings } from './api/settings.ts';
import { registerSilences } from './api/silences.ts';
import { registerSuppressions } from './api/suppressions.ts';
import { registerTemplateTexts } from './api/template-texts.ts';
import { registerTemplates } from './api/templates.ts';
import { registerTokenAuth } from './api/token-auth.ts';
import { registerTokens } from './api/tokens.ts';
import { registerUndo } from './api/undo.ts';
import { registerUsers } from './api/users.ts';
import { registerDocs } from './docs.ts';
import { createApi } from './endpoint.ts';
import { answerErrors, answerNotFound } from './errors.ts';
import { registerHealth } from './health.ts';
import { registerMetrics } from './metrics.ts';
import type { ApiDeps, HttpOptions } from './options.ts';
import { logRequests } from './request-log.ts';
import { withOwnSentences } from './sentences.ts';
import { registerWebhook } from './webhook.ts';

/**
 * Builds the server without listening: API, webhook, documentation and health. Others (the simulator) may add their
 * routes before it listens.
 */
export async function createHttpServer(options: HttpOptions): Promise<FastifyInstance> {
  const sentence = withOwnSentences(options.sentence);
  const app = fastify({
    loggerInstance: options.logger,
    logController: new LogController({ disableRequestLogging: true }), // ours keeps headers and tokens out
    trustProxy: options.trustProxy,
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 200 },
    // A body with such keys is read without them: refusing would lose the gateway's event for good.
    onProtoPoisoning: 'remove',
    onConstructorPoisoning: 'remove',
    forceCloseConnections: 'idle',
    frameworkErrors: (_error, _request, reply) => answerNotFound(reply, sentence),
  });
  app.removeContentTypeParser('text/plain'); // JSON only: 415 for everything else
  answerErrors(app, sentence);
  logRequests(app);
  registerHealth(app, options.health);
  registerMetrics(app, options);
  if (options.role === 'worker') return app;

  if (options.corsOrigins.length > 0) {
    await app.register(cors, {
      origin: [...options.corsOrigins],
      methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
      exposedHeaders: ['ETag', 'Location', 'Retry-After'],
    });
  }
  await app.register(rateLimit, { global: false });
  registerWebhook(app, options.work, options.storeEvents);
  registerApi(app, { ...options, sentence }, options.version);
  return app;
}

/** Every resource, one line each. */
function registerApi(app: FastifyInstance, deps: ApiDeps, version: string): void {
  const api = createApi(app, deps.work);
  registerTokenAuth(api, deps.work);
  registerContacts(api, deps);
  registerContactFiles(api, deps);
  registerGroups(api, deps);
  registerTemplates(api, deps);
  registerTemplateTexts(api, deps);
  registerSchedules(api, deps);
  registerScheduleActions(api);
  registerScheduleBackfill(api, deps);
  registerScheduleTest(api, deps);
  registerSchedulePreviews(api, deps);
  registerScheduleOccurrences(api, deps);
  registerOccurrences(api, deps);
  registerLogs(api, deps);
  registerLogActions(api, deps);
  registerAdmins(api, deps);
  registerSuppressions(api, deps);
  registerSilences(api, deps);
  registerMessages(api, deps);
  registerEvolutionConfigs(api, deps);
  registerInstanceActions(api, deps);
  registerCalendarFeed(api, deps);
  registerDashboard(api, deps);
  registerUsers(api, deps);
  registerTokens(api, deps);
  registerUndo(api);
  registerAudit(api, deps);
  registerSettings(api, deps);
  registerCommands(api, deps);
  api.refuseOtherMethods();
  registerDocs(app, api.endpoints, version);
}
