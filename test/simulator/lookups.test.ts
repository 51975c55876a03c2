import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CARLA, OWN, type StartedSimulator, sendTextTo, startSimulator, VENDAS } from './start-simulator.ts';

let simulator: StartedSimulator;
beforeAll(async () => {
  simulator = await startSimulator();
});
afterAll(() => simulator.close());

describe('groups', () => {
  test('are listed with their members when asked for', async () => {
    const { body } = await simulator.gateway('GET', '/group/fetchAllGroups/simulador?getParticipants=true');
    const vendas = body.find(({ id }: { id: string }) => id === VENDAS);
    expect(vendas).toMatchObject({ subject: 'vendas', announce: false, size: 5 });
    expect(vendas.participants).toContainEqual({
      id: expect.stringMatching(/^\d{15}@lid$/),
      phoneNumber: OWN,
      admin: null,
    });
  });

  test('are not listed when the question does not say whether with members', async () => {
    const { status } = await simulator.gateway('GET', '/group/fetchAllGroups/simulador');
    expect(status).toBe(400);
  });

  test('are found by id, and their members by name', async () => {
    const info = await simulator.gateway('GET', `/group/findGroupInfos/simulador?groupJid=${VENDAS}`);
    expect(info.body).toMatchObject({ id: VENDAS, subject: 'vendas' });
    const { body } = await simulator.gateway('GET', `/group/participants/simulador?groupJid=${VENDAS}`);
    expect(body.participants).toContainEqual(expect.objectContaining({ phoneNumber: CARLA, name: 'Carla Menezes' }));
  });

  test('that do not exist answer 404', async () => {
    const { status, body } = await simulator.gateway(
      'GET',
      '/group/findGroupInfos/simulador?groupJid=120363000000000098@g.us',
    );
    expect(status).toBe(404);
    expect(body.response.message).toEqual(['Error fetching group', 'Error: item-not-found']);
  });
});

describe('numbers', () => {
  test('are checked, groups first', async () => {
    const { body } = await simulator.gateway('POST', '/chat/whatsappNumbers/simulador', {
      numbers: ['5531970000013', '5511900009999', VENDAS],
    });
    expect(body).toMatchObject([
      { jid: VENDAS, exists: true },
      { jid: '553170000013@s.whatsapp.net', exists: true, number: '5531970000013', name: 'Elisa Tavares' },
      { jid: '5511900009999@s.whatsapp.net', exists: false, number: '5511900009999' },
    ]);
  });

  test('an empty list is refused without the usual envelope', async () => {
    const { status, body } = await simulator.gateway('POST', '/chat/whatsappNumbers/simulador', { numbers: [] });
    expect({ status, body }).toEqual({
      status: 400,
      body: { status: 400, error: 'Bad Request', message: [['numbers does not meet minimum length of 1']] },
    });
  });
});

describe('messages', () => {
  test('are found by chat and time, newest first, a page at a time', async () => {
    const number = '5541900000016';
    for (const text of ['um', 'dois', 'três']) await sendTextTo(simulator, number, text);
    const now = Date.now();
    const where = {
      key: { remoteJid: `${number}@s.whatsapp.net`, fromMe: true },
      messageTimestamp: { gte: new Date(now - 60_000).toISOString(), lte: new Date(now + 60_000).toISOString() },
    };
    const { body } = await simulator.gateway('POST', '/chat/findMessages/simulador', { where, page: 1, offset: 2 });
    expect(body.messages).toMatchObject({ total: 3, pages: 2, currentPage: 1 });
    expect(body.messages.records.map((record: { message: unknown }) => record.message)).toEqual([
      { conversation: 'três' },
      { conversation: 'dois' },
    ]);
  });

  test('outside the window are not found; a window with one end is ignored', async () => {
    const number = '5521900000012';
    await sendTextTo(simulator, number, 'agora');
    const key = { remoteJid: `${number}@s.whatsapp.net` };
    const past = { gte: '2020-01-01T00:00:00Z', lte: '2020-01-02T00:00:00Z' };
    const find = async (messageTimestamp: object) =>
      (await simulator.gateway('POST', '/chat/findMessages/simulador', { where: { key, messageTimestamp } })).body
        .messages.total;
    expect(await find(past)).toBe(0);
    expect(await find({ lte: past.lte })).toBe(1);
  });
});

test('contacts are found by their JID', async () => {
  const { body } = await simulator.gateway('POST', '/chat/findContacts/simulador', { where: { remoteJid: CARLA } });
  expect(body).toMatchObject([{ remoteJid: CARLA, pushName: 'Carla Menezes', isGroup: false, type: 'contact' }]);
});

test('the instance says who it is and that it is connected', async () => {
  const { body } = await simulator.gateway('GET', '/instance/fetchInstances?instanceName=simulador');
  expect(body).toMatchObject([{ name: 'simulador', connectionStatus: 'open', ownerJid: OWN }]);
  const state = await simulator.gateway('GET', '/instance/connectionState/simulador');
  expect(state.body).toEqual({ instance: { instanceName: 'simulador', state: 'open' } });
});
