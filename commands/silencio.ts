import { defineCommand, done } from '../src/chat/command.ts';
import { UserError } from '../src/errors.ts';
import { endSilence } from '../src/scheduling/end-silence.ts';
import { lateRuns } from '../src/scheduling/late/late-messages.ts';
import { currentSilence } from '../src/scheduling/queries/list-silences.ts';
import { silenceEffect } from '../src/scheduling/queries/silence-effect.ts';
import { startSilence } from '../src/scheduling/start-silence.ts';
import { silenceUntil } from '../src/scheduling/until-words.ts';
import { askAbout, decideLate } from './shared/late.ts';
import { untilAndReason } from './shared/until-and-reason.ts';
import { refuseRest } from './shared/words.ts';

const fim = defineCommand({
  name: 'fim',
  aliases: ['acabar', 'encerrar', 'terminar'],
  summary: 'Acaba com o silêncio: o que esperava sai agora, e o que ficou velho eu pergunto',
  usage: '/silêncio fim',
  examples: ['/silêncio fim'],
  role: 'editor',
  async run({ work }, args) {
    refuseRest(args);
    const silence = await currentSilence(work.em, work.now);
    if (!silence) throw new UserError('no_silence', {}, 409);
    const { late } = await endSilence(work, silence.id, { asks: false });
    const runs = late.length > 0 ? await lateRuns(work.em, work.now) : [];
    const { waiting: all } = await silenceEffect(work.em, silence);
    const waiting = all - runs.reduce((sum, { count }) => sum + count, 0);
    if (runs.length > 0) return askAbout(runs, 'silencio/fim_atrasadas', { waiting });
    return done('silencio/fim', { waiting }, { silence: silence.id });
  },
  answer: (context, payload) => decideLate(context, payload, 'send'),
  decline: (context, payload) => decideLate(context, payload, 'leave'),
});

export default defineCommand({
  name: 'silêncio',
  aliases: ['silenciar', 'calar'],
  summary: 'Segura todos os envios até uma hora, ou até você acabar com o silêncio',
  usage: '/silêncio [até …] [motivo …]',
  examples: ['/silêncio', '/silêncio até amanhã 8h', '/silêncio por 2 horas motivo luto na família'],
  role: 'editor',
  subcommands: [fim],
  async run({ work, askedAt }, args) {
    const { until: words, reason } = untilAndReason(args);
    const until = words === '' ? null : silenceUntil(words, { now: askedAt, timezone: work.timezone });
    const silence = await startSilence(work, { until, reason });
    const effect = await silenceEffect(work.em, silence);
    return done('silencio/comeco', { until, reason, ...effect }, { silence: silence.id });
  },
});
