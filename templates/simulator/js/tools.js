import { complain, post, put } from './api.js';
import { byId, el } from './dom.js';
import { currentChat, on, setState, store } from './store.js';
import { timeMachineSection } from './time-machine.js';
import { CONNECTIONS, FAULTS } from './words.js';

const WIDE = window.matchMedia('(min-width: 1100px)');

/** The panel behind the scenes: connection, failures on purpose, groups, and what the signs mean. */
export function enableTools() {
  byId('tools-toggle').addEventListener('click', () => setOpen(byId('tools').hidden));
  byId('connection-pill').addEventListener('click', () => setOpen(true));
  byId('tools').addEventListener('keydown', event => event.key === 'Escape' && !WIDE.matches && setOpen(false));
  byId('tools').append(header(), timeMachineSection(travel), connectionSection(), faultSection(), groupSection(), webhookSection(), legend());
  on('state', update);
  on('opened', update);
  if (WIDE.matches) setOpen(true, { takeFocus: false });
}

function setOpen(isOpen, { takeFocus = true } = {}) {
  byId('tools').hidden = !isOpen;
  byId('app').dataset.tools = isOpen ? 'open' : 'closed';
  byId('tools-toggle').setAttribute('aria-expanded', String(isOpen));
  if (!takeFocus) return;
  if (isOpen) byId('tools-close').focus();
  else byId('tools-toggle').focus();
}

const travel = body => change(post('relogio', body));
const change = promise => promise.then(setState).catch(complain);

function header() {
  const close = el('button', { type: 'button', id: 'tools-close', className: 'button-quiet', onclick: () => setOpen(false) }, 'Fechar');
  return el('header', { className: 'bar' }, el('h2', {}, 'Bastidores'), close);
}

function connectionSection() {
  const choices = Object.entries(CONNECTIONS).map(([state, { label, help }]) => {
    const radio = el('input', { type: 'radio', name: 'connection', value: state, onchange: () => change(put('conexao', { state })) });
    return el('label', { className: 'choice' }, radio, el('span', {}, label, el('small', {}, help)));
  });
  const group = el('fieldset', {}, el('legend', { className: 'visually-hidden' }, 'Conexão com o WhatsApp'), ...choices);
  return el('section', {}, el('h3', {}, 'Conexão com o WhatsApp'), group);
}

function faultSection() {
  const kinds = Object.entries(FAULTS).map(([kind, label]) => el('option', { value: kind }, label));
  const select = el('select', { id: 'fault-kind' }, el('option', { value: '' }, 'tudo certo'), ...kinds);
  const count = el('input', { type: 'number', id: 'fault-count', min: '1', max: '99', value: '1', required: true });
  const submit = event => {
    event.preventDefault();
    change(put('falha', { kind: select.value || null, count: Number(count.value) }));
  };
  return el(
    'section',
    {},
    el('h3', {}, 'Próximos envios'),
    el('p', {}, 'Faça os próximos envios do Agendador darem errado e veja o que ele faz.'),
    el(
      'form',
      { onsubmit: submit },
      el('label', { className: 'field' }, 'O que acontece', select),
      el('div', { className: 'row' }, el('label', { className: 'field' }, 'Quantos envios', count), el('button', { className: 'button' }, 'Aplicar')),
    ),
  );
}

function groupSection() {
  const name = el('input', { type: 'text', maxLength: 100, required: true, placeholder: 'padaria' });
  const create = event => {
    event.preventDefault();
    post('grupos', { subject: name.value })
      .then(({ jid }) => {
        name.value = '';
        location.hash = jid;
      })
      .catch(complain);
  };
  const toggle = () => {
    const chat = currentChat();
    change(put(`grupos/${encodeURIComponent(chat.jid)}/agendador`, { member: !chat.bot_is_member }));
  };
  return el(
    'section',
    {},
    el('h3', {}, 'Grupos'),
    el('button', { type: 'button', className: 'button-quiet', id: 'membership', onclick: toggle, hidden: true }),
    el(
      'form',
      { className: 'row', onsubmit: create },
      el('label', { className: 'field' }, 'Novo grupo com o Agendador', name),
      el('button', { className: 'button' }, 'Criar'),
    ),
  );
}

const webhookSection = () => el('section', {}, el('h3', {}, 'Avisos ao Agendador'), el('p', { id: 'webhook-words' }));

function legend() {
  const entries = [
    ['✓', 'saiu do celular'],
    ['✓✓', 'chegou'],
    ['✓✓ azul', 'foi lida; nas suas mensagens, o Agendador a recebeu'],
    ['…9999', 'números com este final não têm WhatsApp'],
  ];
  const list = el('dl', {}, ...entries.flatMap(([sign, words]) => [el('dt', {}, sign), el('dd', {}, words)]));
  return el('section', {}, el('h3', {}, 'Para saber'), el('p', {}, 'Nada daqui sai deste computador: pessoas e números são inventados.'), list);
}

function update() {
  const { connection, fault, webhook } = store.state;
  const radio = byId('tools').querySelector(`input[value="${connection}"]`);
  if (radio) radio.checked = true;
  followFault(fault);
  byId('webhook-words').textContent = webhookWords(webhook);
  const chat = currentChat();
  const membership = byId('membership');
  membership.hidden = chat?.kind !== 'group';
  membership.textContent = chat?.bot_is_member ? `Tirar o Agendador de ${chat.title}` : `Pôr o Agendador em ${chat?.title}`;
}

let shownFault;

/** Follows the simulator only when its plan changes: a choice that is being made must not jump back. */
function followFault(fault) {
  const plan = JSON.stringify(fault);
  if (plan === shownFault) return;
  shownFault = plan;
  byId('fault-kind').value = fault?.kind ?? '';
  byId('fault-count').value = String(fault?.remaining ?? 1);
}

function webhookWords({ url, waiting }) {
  if (!url) return 'O Agendador ainda não disse para onde quer ser avisado.';
  const queue = waiting === 0 ? 'Tudo entregue.' : `${waiting} ${waiting === 1 ? 'aviso espera' : 'avisos esperam'} a vez.`;
  return `Vão para ${url}. ${queue}`;
}
