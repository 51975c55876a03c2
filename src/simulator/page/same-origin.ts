import type { FastifyReply, FastifyRequest } from 'fastify';

/**
 * Lets only the simulator's own page, and callers that are no browsers, use its JSON routes: there is no login, so
 * another site open in the same browser could otherwise act as the shop's owner.
 *
 * Browsers tell where a request comes from in `Sec-Fetch-Site`; older ones at least in `Origin`.
 */
export async function refuseOtherSites(
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply | undefined> {
  const site = request.headers['sec-fetch-site'];
  const { origin } = request.headers;
  const isOwn =
    site === undefined ? origin === undefined || hostOf(origin) === request.headers.host : OWN_SITES.has(site);
  if (isOwn) return undefined;
  return reply.code(403).send({ detail: 'Só a página do simulador pode fazer isto.', code: 'other_site' });
}

/** `none` is a person who typed the address. */
const OWN_SITES: ReadonlySet<unknown> = new Set(['same-origin', 'none']);

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}
