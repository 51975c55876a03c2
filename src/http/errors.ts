import { ConstraintViolationException } from '@mikro-orm/core';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type ErrorDetails, SendError, UserError } from '../errors.ts';
import { isDatabaseAway } from './database-away.ts';
import type { Sentence } from './sentences.ts';
import { fieldErrors, InvalidFields } from './validation.ts';

/** What is answered instead of a result. */
interface Refusal {
  status: number;
  body: Readonly<Record<string, unknown>>;
  headers?: Readonly<Record<string, string>>;
}

/** Seconds after which asking again makes sense while the database is away. */
const RETRY_AFTER_SECONDS = '5';

/** Fastify's own refusals, which have a status and an English text, in our words. */
const CODE_BY_STATUS: Readonly<Record<number, string>> = {
  400: 'invalid_json',
  401: 'unauthorized',
  404: 'not_found',
  413: 'too_large',
  415: 'unsupported_media_type',
  429: 'too_many_requests',
};

/** Turns every failure into an answer: never a stack trace, never a 5xx for what the client did. */
export function answerErrors(app: FastifyInstance, sentence: Sentence): void {
  app.setErrorHandler((error: FastifyError, request, reply) => answer(error, request, reply, sentence));
  app.setNotFoundHandler((_request, reply) => answerNotFound(reply, sentence));
}

/** For addresses that name nothing, among them those that the router cannot even read. */
export function answerNotFound(reply: FastifyReply, sentence: Sentence): void {
  send(reply, refusal(404, 'not_found', {}, sentence));
}

function answer(error: unknown, request: FastifyRequest, reply: FastifyReply, sentence: Sentence) {
  const refused = refusalOf(error, sentence);
  if (refused.status === 500) request.log.error({ err: error }, 'a request failed');
  if (refused.status === 503) request.log.warn({ err: error }, 'the database is away');
  return send(reply, refused);
}

function send(reply: FastifyReply, { status, body, headers = {} }: Refusal) {
  return reply.code(status).headers(headers).type('application/json; charset=utf-8').send(body);
}

function refusalOf(error: unknown, sentence: Sentence): Refusal {
  if (error instanceof InvalidFields) {
    return { status: 400, body: { ...fieldErrors(error, sentence), code: 'invalid' } };
  }
  if (error instanceof UserError) {
    const { field } = error.details;
    if (typeof field === 'string' && error.httpStatus === 400) {
      return { status: 400, body: { [field]: [sentence(error.code, error.details)], code: 'invalid' } };
    }
    const answered = refusal(error.httpStatus, error.code, error.details, sentence);
    return error.httpStatus === 401 ? { ...answered, headers: { 'www-authenticate': 'Token' } } : answered;
  }
  if (error instanceof SendError) return refusal(502, 'gateway_failed', { reason: error.code }, sentence);
  if (isDatabaseAway(error)) {
    return { ...refusal(503, 'unavailable', {}, sentence), headers: { 'retry-after': RETRY_AFTER_SECONDS } };
  }
  // Two people at once: each saw the other's row too late, and the database kept one of them.
  if (error instanceof ConstraintViolationException) return refusal(409, 'conflict', {}, sentence);
  const { statusCode: status } = error as Partial<FastifyError>;
  if (status && status >= 400 && status < 500) {
    const refused = refusal(status, CODE_BY_STATUS[status] ?? 'invalid', {}, sentence);
    // Closing while the client still writes resets the connection, and the answer is lost with it: Node reads the rest.
    return status === 413 ? { ...refused, headers: { connection: 'keep-alive' } } : refused;
  }
  return refusal(500, 'internal', {}, sentence);
}

/** `details` are there for programs: who uses a template, which variables are missing. */
function refusal(status: number, code: string, details: ErrorDetails, sentence: Sentence): Refusal {
  const detail = sentence(code, details);
  return { status, body: Object.keys(details).length === 0 ? { detail, code } : { detail, code, details } };
}
