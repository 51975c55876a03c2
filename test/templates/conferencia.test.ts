import { expect, test } from 'vitest';
import { LEDGER_LAWS } from '../../src/delivery/ledger-laws.ts';
import { sentences } from '../chat/conversation.ts';

test.for(LEDGER_LAWS)('the law %s has a sentence for one and for many', law => {
  const about = (count: number) => sentences.reply(`conferencia/${law}`, { count, ids: [7], more: count - 1 });
  expect(about(1)).toMatch(/^1 \S/);
  expect(about(1200)).toMatch(/^1\.200 \S/);
  expect(about(1200)).not.toBe(about(1).replace('1', '1.200'));
});

test('the owners are told all of it at once', () => {
  const fault = (law: string) => ({ template: `conferencia/${law}`, count: 1, ids: [42], more: 0 });
  const text = sentences.reply('avisos/conferencia', { faults: [fault('unplanned'), fault('overdue')] });
  expect(text).toContain('• 1 agendamento ativo está sem próximo envio (nº 42): veja com */ver 42*\n• 1 envio devia');
});
