import { byId } from './dom.js';

const TOAST_MS = 6000;

/** Calls the simulator's JSON routes. Throws an Error whose message can be shown. */
async function call(method, path, body) {
  let response;
  try {
    response = await fetch(`api/${path}`, {
      method,
      ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
  } catch {
    throw new Error('O Agendador não respondeu. Ele está no ar?');
  }
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(answer.detail ?? `O simulador respondeu ${response.status}.`);
  return answer;
}

export const get = path => call('GET', path);
export const post = (path, body) => call('POST', path, body);
export const put = (path, body) => call('PUT', path, body);

let hiding;

/** Says what went wrong, for a few seconds. */
export function complain(error) {
  const toast = byId('toast');
  toast.textContent = error.message;
  toast.hidden = false;
  clearTimeout(hiding);
  hiding = setTimeout(() => {
    toast.hidden = true;
  }, TOAST_MS);
}
