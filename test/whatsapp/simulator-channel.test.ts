import { expect, onTestFinished, test } from 'vitest';
import { createEvolutionClient } from '../../src/whatsapp/evolution-client.ts';
import { parseWebhook } from '../../src/whatsapp/evolution-events.ts';
import { startReceiver } from '../simulator/receiver.ts';
import { API_KEY, CARLA, OWN, startSimulator, VENDAS } from '../simulator/start-simulator.ts';
import { channelContract } from './channel-contract.ts';

const clientOf = (origin: string) =>
  createEvolutionClient({ baseUrl: `${origin}/simulador/evolution`, apiKey: API_KEY, instanceName: 'simulador' });

channelContract('the simulator', async () => {
  const simulator = await startSimulator();
  const channel = clientOf(simulator.origin);
  return {
    channel,
    ownJid: OWN,
    phone: '+5511900000011',
    oldAccount: { phone: '+5531970000013', jid: '553170000013@s.whatsapp.net' },
    phoneWithoutWhatsApp: '+5511900009999',
    group: { jid: VENDAS, subject: 'vendas' },
    unknownGroupJid: '120363000000000999@g.us',
    async stop() {
      await channel.close();
      await simulator.close();
    },
  };
});

test('what the simulator tells is understood: the send, its receipts, and what a person types', async () => {
  const simulator = await startSimulator();
  const receiver = await startReceiver();
  const channel = clientOf(simulator.origin);
  onTestFinished(async () => {
    await channel.close();
    await receiver.close();
    await simulator.close();
  });
  await channel.setWebhook({ url: receiver.url, headers: {} });
  const sent = await channel.sendText({ to: CARLA, text: 'Bom dia!' });
  await simulator.type('/agenda', { chat: VENDAS });

  const parsed = () => receiver.webhooks.map(({ body }) => parseWebhook(body));
  const events = () => parsed().flatMap(({ events }) => events);
  await expect
    .poll(events)
    .toEqual(
      expect.arrayContaining([
        expect.objectContaining({ kind: 'sent', id: sent.messageId, chatJid: CARLA, text: 'Bom dia!' }),
        expect.objectContaining({ kind: 'receipt', messageId: sent.messageId, status: 'read', fromMe: true }),
        expect.objectContaining({ kind: 'message', chatJid: VENDAS, isGroup: true, text: '/agenda', fromMe: false }),
      ]),
    );
  expect(parsed().map(({ ignored }) => ignored)).not.toContain('malformed');
});
