import { complain } from './api.js';
import { reload, setState, takeMessage } from './store.js';

/** Follows the simulator. The browser connects again by itself; each time, what happened before is read again. */
export function followLive() {
  const stream = new EventSource('eventos');
  stream.addEventListener('message', event => takeMessage(JSON.parse(event.data)));
  stream.addEventListener('state', event => setState(JSON.parse(event.data)));
  stream.addEventListener('open', () => reload().catch(complain));
}
