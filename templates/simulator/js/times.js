/** The simulator's time: in the shop's zone, and not this machine's after a journey. */
let aheadMs = 0;
let formats = formatsIn('America/Sao_Paulo');
let zoneInUse = 'America/Sao_Paulo';

function formatsIn(timeZone) {
  const format = options => new Intl.DateTimeFormat('pt-BR', { timeZone, ...options });
  return {
    time: format({ hour: '2-digit', minute: '2-digit' }),
    day: format({ weekday: 'long', day: 'numeric', month: 'long' }),
    shortDate: format({ day: '2-digit', month: '2-digit' }),
    full: format({ weekday: 'short', day: '2-digit', month: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit' }),
    sortable: new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }),
  };
}

/** Follows the simulator's clock, as its state tells it. */
export function setClock({ now, zone }) {
  aheadMs = new Date(now) - Date.now();
  if (zone !== zoneInUse) formats = formatsIn(zone);
  zoneInUse = zone;
}

const simulatedNow = () => new Date(Date.now() + aheadMs);
const dayNumber = date => Date.parse(formats.sortable.format(date)) / 86_400_000;
const daysAgo = iso => dayNumber(simulatedNow()) - dayNumber(new Date(iso));

export const timeOf = iso => formats.time.format(new Date(iso));
export const nowInWords = () => formats.full.format(simulatedNow());

/** "Hoje", "Ontem", or the day in words. */
export function dayOf(iso) {
  const days = daysAgo(iso);
  if (days === 0) return 'Hoje';
  if (days === 1) return 'Ontem';
  return formats.day.format(new Date(iso));
}

/** For the list: the time today, else the date. */
export const momentOf = iso => (daysAgo(iso) === 0 ? timeOf(iso) : formats.shortDate.format(new Date(iso)));
