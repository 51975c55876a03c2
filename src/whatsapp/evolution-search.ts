/** Looks for a message of ours in the gateway's store, after a send whose answer was lost. */
import type { SentMessage, SentSearch } from './channel.ts';
import { readFoundMessages } from './evolution-replies.ts';

const PAGE_SIZE = 50;
/** A window of minutes holds far fewer messages of one chat than ten pages of 50. */
const MAX_PAGES = 10;

/**
 * Asks for each address of the chat, page by page.
 *
 * @param ask posts a query to `chat/findMessages`
 * @returns messages with exactly this text, oldest first, each once
 */
export async function findSentMessages(
  ask: (query: unknown) => Promise<unknown>,
  search: SentSearch,
): Promise<SentMessage[]> {
  const found = new Map<string, SentMessage>();
  for (const remoteJid of search.chatJids) {
    for (let page = 1, pages = 1; page <= Math.min(pages, MAX_PAGES); page += 1) {
      const reply = readFoundMessages(await ask(queryFor(remoteJid, search, page)), search.text);
      for (const sent of reply.sent) found.set(sent.messageId, sent);
      pages = reply.pages;
    }
  }
  const time = (message: SentMessage) => message.sentAt?.epochMilliseconds ?? 0;
  return [...found.values()].sort((a, b) => time(a) - time(b));
}

/** Both bounds, and as ISO text: with one of them, or with seconds, the gateway silently finds everything or nothing. */
function queryFor(remoteJid: string, { from, until }: SentSearch, page: number) {
  const iso = (instant: Temporal.Instant) => instant.toString({ smallestUnit: 'millisecond' });
  return {
    where: { key: { remoteJid, fromMe: true }, messageTimestamp: { gte: iso(from), lte: iso(until) } },
    page,
    offset: PAGE_SIZE, // the gateway's name for the size of a page
  };
}
