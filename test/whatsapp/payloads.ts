/** Builders of webhook bodies, with invented people: Dora (owner), Iuri (customer), and the group "Bazar". */

export const BOT = '5541990000900@s.whatsapp.net';
export const BOT_LID = '888000000000900@lid';
export const DORA = '554188880202@s.whatsapp.net';
export const DORA_LID = '888000000000202@lid';
export const IURI_LID = '888000000000303@lid';
export const BAZAR = '120363777000000042@g.us';

/** 2026-11-24T12:00:00Z, as the gateway writes it. */
export const NOON_SECONDS = 1_795_521_600;

/** A whole body, with the traps of real ones: a false date, the instance's key, and the bot as "sender". */
export function envelope(event: string, data: unknown) {
  return {
    event,
    instance: 'bazar-bot',
    data,
    destination: 'https://bazar.example/webhooks/evolution',
    date_time: '2026-11-24T09:00:00.123Z',
    sender: BOT,
    server_url: 'https://gateway.example',
    apikey: 'CHAVE-DA-INSTANCIA',
  };
}

/** An item of `messages.upsert`: Dora, privately, unless `more` says otherwise. */
export function item(message: unknown, more: { key?: Record<string, unknown>; [field: string]: unknown } = {}) {
  const { key, ...rest } = more;
  return {
    key: { remoteJid: DORA, remoteJidAlt: DORA_LID, fromMe: false, id: 'ACD0RA0001', addressingMode: 'pn', ...key },
    pushName: 'Dora',
    status: 'DELIVERY_ACK',
    message,
    messageType: 'conversation',
    messageTimestamp: NOON_SECONDS,
    instanceId: '0d0a1c3e-0000-4000-8000-bazar0000001',
    source: 'android',
    ...rest,
  };
}

export const GROUP_KEY = { remoteJid: BAZAR, remoteJidAlt: undefined, participant: DORA_LID, participantAlt: DORA };
