import { byId, el } from './dom.js';
import { on, store } from './store.js';
import { nowInWords } from './times.js';

const JOURNEYS = [
  { label: '1 minuto', body: { minutes: 1 } },
  { label: '1 hora', body: { minutes: 60 } },
  { label: 'até amanhã 9h', body: { until: 'tomorrow_morning' } },
  { label: '1 semana', body: { minutes: 7 * 24 * 60 } },
];

/** The section that moves time. `travel` takes the body of a journey. Hidden where time cannot be moved. */
export function timeMachineSection(travel) {
  const buttons = JOURNEYS.map(({ label, body }) =>
    el('button', { type: 'button', className: 'button-quiet', onclick: () => travel(body) }, label),
  );
  on('state', update);
  setInterval(showNow, 1000);
  return el(
    'section',
    { id: 'time-machine', hidden: true },
    el('h3', {}, 'Máquina do tempo'),
    el('p', {}, 'No simulador agora: ', el('time', { id: 'simulated-now' })),
    el('p', { id: 'time-words', role: 'status' }),
    el('div', { className: 'buttons', role: 'group', 'aria-label': 'Avançar' }, ...buttons),
  );
}

function showNow() {
  const time = byId('simulated-now');
  if (time && store.state) time.textContent = nowInWords();
}

function update() {
  const { can_travel: canTravel, travelling } = store.state.clock;
  byId('time-machine').hidden = !canTravel;
  byId('time-words').textContent = travelling ? 'O tempo está andando: o que vence pelo caminho sai na hora certa.' : 'Avançar:';
  for (const button of byId('time-machine').querySelectorAll('button')) button.disabled = travelling;
  showNow();
}
