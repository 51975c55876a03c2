import type { FastifyInstance } from 'fastify';
import type { Simulator } from '../simulator.ts';
import { connectionState, setConnection } from '../verbs/connection.ts';
import { refusal } from './evolution-error.ts';

export function instanceRoutes(scope: FastifyInstance, simulator: Simulator): void {
  const { instanceName } = simulator.identity;
  const stateBody = () => ({ instance: { instanceName, state: connectionState(simulator) } });

  scope.get('/instance/connectionState/:instance', async () => stateBody());

  scope.get<{ Querystring: { instanceName?: string } }>('/instance/fetchInstances', async request => {
    const wanted = request.query.instanceName;
    if (wanted !== undefined && wanted !== instanceName) throw refusal(404, [`Instance "${wanted}" not found`]);
    return [instanceRecord(simulator)];
  });

  // There is no QR code to scan here: after a logout the page's owner pairs the phone again. `count: 0` is what Evolution
  // answers while it has no code yet.
  scope.get('/instance/connect/:instance', async () => {
    const state = connectionState(simulator);
    if (state === 'open') return stateBody();
    if (state === 'close') setConnection(simulator, 'connecting');
    return { pairingCode: null, code: null, base64: null, count: 0 };
  });

  scope.post('/instance/restart/:instance', async () => {
    if (connectionState(simulator) === 'close') return { error: true, message: '[object Object]' };
    return stateBody();
  });

  scope.delete('/instance/logout/:instance', async () => {
    if (connectionState(simulator) !== 'open') throw refusal(400, [`The "${instanceName}" instance is not connected`]);
    setConnection(simulator, 'close');
    return { status: 'SUCCESS', error: false, response: { message: 'Instance logged out' } };
  });
}

function instanceRecord(simulator: Simulator) {
  const { identity, settings, messages, people } = simulator;
  const at = settings.get('created_at');
  return {
    id: identity.instanceId,
    name: identity.instanceName,
    connectionStatus: connectionState(simulator),
    ownerJid: identity.own.jid,
    profileName: identity.own.name,
    profilePicUrl: null,
    integration: 'WHATSAPP-BAILEYS',
    number: null,
    businessId: null,
    token: identity.apiKey,
    clientName: 'simulador',
    disconnectionReasonCode: null,
    disconnectionObject: null,
    disconnectionAt: null,
    createdAt: at,
    updatedAt: at,
    _count: {
      Message: messages.find({}, { offset: 0, limit: 1 }).total,
      Contact: people.all().length,
      Chat: messages.latest().length,
    },
  };
}
