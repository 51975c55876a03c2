import { describe, expect, test } from 'vitest';
import { redact } from '../../src/whatsapp/redact.ts';
import { envelope, item } from './payloads.ts';

describe('redact', () => {
  test.for([
    ['apikey'],
    ['apiKey'],
    ['api_key'],
    ['token'],
    ['hash'],
    ['jwt_key'],
    ['Authorization'],
    ['x-webhook-secret'],
    ['base64'],
    ['jpegThumbnail'],
    ['mediaKey'],
    ['messageContextInfo'],
  ])('takes %s out at every depth', ([key]) => {
    const body = { [key!]: 'x', kept: [{ deep: { [key!]: { any: 'x' }, kept: 1 } }] };
    expect(redact(body)).toEqual({ kept: [{ deep: { kept: 1 } }] });
  });

  test('keeps the rest of a body as it is, and the body itself', () => {
    const body = envelope('messages.upsert', item({ imageMessage: { caption: 'oi', mediaKey: { 0: 9 } } }));
    const { apikey, ...rest } = structuredClone(body);
    expect(apikey).toBe('CHAVE-DA-INSTANCIA');
    expect(redact(body)).toEqual({ ...rest, data: item({ imageMessage: { caption: 'oi' } }) });
    expect(body.apikey).toBe('CHAVE-DA-INSTANCIA');
  });

  test('survives a body that is nested without reason', () => {
    const hostile: unknown = JSON.parse(`${'['.repeat(50_000)}${']'.repeat(50_000)}`);
    expect(JSON.stringify(redact(hostile))).toBe(`${'['.repeat(40)}null${']'.repeat(40)}`);
  });

  test.for([[null], ['text'], [7], [true]])('%j is itself', ([value]) => {
    expect(redact(value)).toBe(value);
  });
});
