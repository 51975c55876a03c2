import { describe, expect, test } from 'vitest';
import { readContent } from '../../src/whatsapp/evolution-content.ts';

const NOTHING = {
  text: null,
  quotedId: null,
  quotedText: null,
  reaction: null,
  mentions: [],
  media: null,
  contactCards: [],
};

describe('the words of', () => {
  const text = { extendedTextMessage: { text: 'pausar 7' } };
  test.for([
    ['plain text', { conversation: 'pausar 7' }],
    ['text with a link or a quote', text],
    ['a vanishing message', { ephemeralMessage: { message: text } }],
    ['a message to view once', { viewOnceMessageV2: { message: { imageMessage: { caption: 'pausar 7' } } } }],
    ['a message from another device of ours', { deviceSentMessage: { destinationJid: 'x', message: text } }],
    ['wrappers in wrappers', { ephemeralMessage: { message: { viewOnceMessage: { message: text } } } }],
    ['a picture', { imageMessage: { caption: 'pausar 7', mimetype: 'image/png' } }],
    ['a video', { videoMessage: { caption: 'pausar 7' } }],
    ['a document', { documentWithCaptionMessage: { message: { documentMessage: { caption: 'pausar 7' } } } }],
    ['a button', { buttonsResponseMessage: { selectedButtonId: 'p7', selectedDisplayText: 'pausar 7' } }],
    ['a button without a label', { buttonsResponseMessage: { selectedButtonId: 'pausar 7' } }],
    ['a template button', { templateButtonReplyMessage: { selectedId: 'p7', selectedDisplayText: 'pausar 7' } }],
    ['an interactive answer', { interactiveResponseMessage: { body: { text: 'pausar 7' } } }],
    ['a list answer', { listResponseMessage: { title: 'pausar 7', singleSelectReply: { selectedRowId: 'r' } } }],
  ] as const)('%s are found', ([, message]) => {
    expect(readContent(message).text).toBe('pausar 7');
  });

  test.for([
    ['no message', undefined],
    ['null', null],
    ['a number', 7],
    ['a kind that nobody knows', { secretEncryptedMessage: { encPayload: { 0: 1 } } }],
    ['text of another type', { conversation: { text: 'pausar 7' } }],
    ['a part of another type', { extendedTextMessage: 'pausar 7', imageMessage: 3 }],
    ['an edit in its old form', { editedMessage: { message: { protocolMessage: { type: 'MESSAGE_EDIT' } } } }],
    ['an empty wrapper', { ephemeralMessage: { message: null } }],
  ] as const)('%s are none', ([, message]) => {
    expect(readContent(message)).toEqual(NOTHING);
  });

  test('wrappers without end are not followed for ever', () => {
    const endless: { ephemeralMessage?: unknown } = {};
    endless.ephemeralMessage = { message: endless };
    expect(readContent(endless)).toEqual(NOTHING);
  });
});

test.for([
  [{ imageMessage: {} }, 'image'],
  [{ videoMessage: {} }, 'video'],
  [{ ptvMessage: {} }, 'video'],
  [{ audioMessage: { ptt: false } }, 'audio'],
  [{ audioMessage: { ptt: true } }, 'voice'],
  [{ documentMessage: { fileName: 'lista.pdf' } }, 'document'],
  [{ stickerMessage: {} }, 'sticker'],
  [{ locationMessage: {} }, null],
] as const)('%j is the medium %s', ([message, media]) => {
  expect(readContent(message).media).toBe(media);
});

describe('a quote', () => {
  const context = {
    stanzaId: '3EBA',
    participant: 'x@lid',
    quotedMessage: { extendedTextMessage: { text: 'Confirma?' } },
  };
  test.for([
    ['beside the message', { conversation: 'sim' }, context],
    ['in the text', { extendedTextMessage: { text: 'sim', contextInfo: context } }, null],
    ['in a document, with an empty one beside', { documentMessage: { caption: 'sim', contextInfo: context } }, {}],
    ['in the message itself', { conversation: 'sim', contextInfo: context }, undefined],
    [
      'in a vanishing text',
      { ephemeralMessage: { message: { extendedTextMessage: { text: 'sim', contextInfo: context } } } },
      null,
    ],
  ] as const)('%s is found', ([, message, topContext]) => {
    expect(readContent(message, topContext)).toMatchObject({ text: 'sim', quotedId: '3EBA', quotedText: 'Confirma?' });
  });

  test('of a picture without words has an id only', () => {
    const quoted = { stanzaId: '3EBA', quotedMessage: { imageMessage: {} } };
    expect(readContent({ conversation: 'sim' }, quoted)).toMatchObject({ quotedId: '3EBA', quotedText: null });
  });
});

test('mentions are canonical and each there once', () => {
  const top = { mentionedJid: ['888000000000900:1@lid', '5541990000900@s.whatsapp.net'] };
  const message = { extendedTextMessage: { text: '@bot oi', contextInfo: { mentionedJid: ['888000000000900@lid'] } } };
  expect(readContent(message, top).mentions).toEqual(['888000000000900@lid', '5541990000900@s.whatsapp.net']);
});

test.for([
  ['👍', '👍'],
  ['', null],
] as const)('a reaction with %j is %s', ([written, emoji]) => {
  const message = { reactionMessage: { key: { id: '3EBA', fromMe: true, remoteJid: 'x' }, text: written } };
  expect(readContent(message)).toEqual({ ...NOTHING, reaction: { targetId: '3EBA', emoji } });
});

describe('a shared contact', () => {
  const vcard = [
    'BEGIN:VCARD',
    'VERSION:3.0',
    'FN:Lia Invento',
    'item1.TEL;type=CELL;waid=554188880404:+55 41 8888-0404',
    'TEL;TYPE=HOME:(41) 3333-',
    ' 0505',
    'TEL:192',
    'END:VCARD',
  ].join('\r\n');

  test('has a name and the phones that can be read, long lines joined', () => {
    const cards = readContent({ contactMessage: { displayName: 'Lia da loja', vcard } }).contactCards;
    expect(cards).toEqual([{ name: 'Lia da loja', phones: ['+5541988880404', '+554133330505'] }]);
  });

  test('may be one of several, and may lack a name or a card', () => {
    const contacts = [{ vcard }, { displayName: 'Sem cartão' }];
    expect(readContent({ contactsArrayMessage: { contacts } }).contactCards).toEqual([
      { name: 'Lia Invento', phones: ['+5541988880404', '+554133330505'] },
      { name: 'Sem cartão', phones: [] },
    ]);
  });
});
