/**
 * What undici does by itself: `concurrency` loops that post one message after the other, as the product posts them, and
 * read the answers. A process of its own, as the product is one. Standard input, as JSON: {@link BareLoop}.
 */
import { text } from 'node:stream/consumers';
import { Pool } from 'undici';

export interface BareLoop {
  baseUrl: string;
  instanceName: string;
  apiKey: string;
  numbers: readonly string[];
  text: string;
  concurrency: number;
}

const {
  baseUrl,
  instanceName,
  apiKey,
  numbers,
  text: words,
  concurrency,
}: BareLoop = JSON.parse(await text(process.stdin));
const pool = new Pool(baseUrl, { connections: concurrency });
const waiting = numbers.values();

async function loop(): Promise<void> {
  for (const number of waiting) {
    const reply = await pool.request({
      method: 'POST',
      path: `/message/sendText/${instanceName}`,
      headers: { 'content-type': 'application/json', apikey: apiKey },
      body: JSON.stringify({ number: number.slice(1), text: words }),
    });
    await reply.body.json();
  }
}

await Promise.all(Array.from({ length: concurrency }, loop));
await pool.close();
