/** Builds an element. `props` are properties, but `data` (an object) and `aria-…`/`role` (attributes). Text is never HTML. */
export function el(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null) continue;
    if (name === 'data') Object.assign(element.dataset, value);
    else if (name.startsWith('aria-') || name === 'role') element.setAttribute(name, value);
    else element[name] = value;
  }
  element.append(...children.filter(child => child !== null && child !== undefined && child !== false));
  return element;
}

/** Makes `nodes` the children of `parent`, leaving alone those that are in place: screen readers announce only what is new. */
export function arrange(parent, nodes) {
  nodes.forEach((node, index) => {
    if (parent.childNodes[index] !== node) parent.insertBefore(node, parent.childNodes[index] ?? null);
  });
  while (parent.childNodes.length > nodes.length) parent.lastChild.remove();
}

export const byId = id => document.getElementById(id);

/** A letter or two on a colour that stays with its owner. */
export function paintAvatar(element, { title, jid, kind }) {
  const words = title.replace(/[^\p{L}\s]/gu, '').trim().split(/\s+/);
  element.textContent = initials(words);
  element.dataset.shape = kind === 'group' ? 'square' : 'round';
  element.dataset.tone = kind === 'bot' || kind === 'own_phone' ? 'bot' : toneOf(jid);
  return element;
}

function initials(words) {
  const first = words[0]?.[0] ?? '?';
  const last = words.length > 1 ? words.at(-1)[0] : '';
  return (first + last).toUpperCase();
}

const TONES = 6;
export const toneOf = jid => [...jid].reduce((sum, letter) => sum + letter.codePointAt(0), 0) % TONES;

export const avatar = chat => paintAvatar(el('span', { className: 'avatar', 'aria-hidden': 'true' }), chat);
