import type { Asked } from './asked.ts';
import { type Reply, type ReplyData, readMedia, YES_NO } from './command.ts';

/** Why a command is offered instead of run, and the question's path: no command's has a space in front. */
const OFFERS = {
  /** It reached us late: its "amanhã" may be over. */
  late: { path: ' atrasado', template: 'comando_atrasado' },
  /** The same was done a moment ago. */
  repeated: { path: ' repetido', template: 'comando_repetido' },
  /** It was written before one that has been done. */
  overtaken: { path: ' ultrapassado', template: 'comando_ultrapassado' },
  /** A picture came with it, and would be left out. */
  media: { path: ' sem midia', template: 'comando_sem_midia' },
} as const;

/** `by`: the line that overtook it. */
export type OfferReason = 'late' | 'repeated' | 'media' | { readonly by: string };

/** The question whether a command shall be run that somebody wrote long ago, twice, or too early; and the path to keep it under. */
export function offerOf(asked: Asked, why: OfferReason): { path: string; reply: Reply } {
  const { text, quotedText, media, groupJid, askedAt } = asked;
  const { path, template } = OFFERS[typeof why === 'string' ? why : 'overtaken'];
  const by = typeof why === 'string' ? null : why.by;
  const payload = {
    text,
    quotedText,
    media: why === 'media' ? null : media,
    groupJid,
    askedAt: why === 'late' ? null : askedAt.toString(),
  };
  return { path, reply: { kind: 'question', template, data: { text, askedAt, by, media }, options: YES_NO, payload } };
}

/** The path of one kind of offer. */
export function offerPath(why: keyof typeof OFFERS): string {
  return OFFERS[why].path;
}

/** Whether a question's path is that of an offer. */
export function isOffer(path: string): boolean {
  return Object.values(OFFERS).some(offer => offer.path === path);
}

/** The command that was offered: a late one as if it were written now, any other as of when it was written. */
export function offered(asked: Asked, payload: ReplyData, now: Temporal.Instant): Asked {
  const text = (value: unknown) => (typeof value === 'string' ? value : null);
  const askedAt = text(payload.askedAt);
  return {
    ...asked,
    text: text(payload.text) ?? '',
    quotedText: text(payload.quotedText),
    groupJid: text(payload.groupJid),
    media: readMedia(payload.media),
    askedAt: askedAt === null ? now : Temporal.Instant.from(askedAt),
  };
}
