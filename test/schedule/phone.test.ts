import { describe, expect, test } from 'vitest';
import { toE164 } from '../../src/schedule/phone.ts';

describe('telephone numbers as people write them', () => {
  test.for([
    ['(11) 98765-4321', '+5511987654321'],
    ['11987654321', '+5511987654321'],
    ['011 98765-4321', '+5511987654321'],
    ['55 11 98765-4321', '+5511987654321'],
    ['+55 11 9 8765 4321', '+5511987654321'],
    ['11 8765-4321', '+5511987654321'],
    ['(51) 3322-1100', '+555133221100'],
    ['55 99988-7766', '+5555999887766'],
    ['+1 (415) 555-0123', '+14155550123'],
    ['00351912345678', '+351912345678'],
  ] as const)('%s → %s', ([typed, number]) => {
    expect(toE164(typed)).toEqual({ number });
  });

  test.for([
    ['98765-4321', 'missing_ddd'],
    ['3322-1100', 'missing_ddd'],
    ['12345', 'invalid_number'],
    ['20 98765-4321', 'invalid_number'],
    ['11 18765-4321', 'invalid_number'],
    ['11 1322-1100', 'invalid_number'],
    ['+0 123', 'invalid_number'],
    ['', 'invalid_number'],
  ] as const)('%s: %s', ([typed, problem]) => {
    expect(toE164(typed)).toEqual({ problem });
  });
});
