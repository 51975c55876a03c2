/** Wall-clock times as seconds since midnight. */
export type SecondOfDay = number;

const two = (value: number) => (value < 10 ? `0${value}` : String(value));

/** `HH:MM`, with `:SS` only where the second is not zero. */
export function formatTime(second: SecondOfDay): string {
  const base = `${two(Math.floor(second / 3600))}:${two(Math.floor(second / 60) % 60)}`;
  return second % 60 === 0 ? base : `${base}:${two(second % 60)}`;
}

/** Reads `HH:MM` or `HH:MM:SS`. */
export function parseTime(time: string): SecondOfDay {
  return Number(time.slice(0, 2)) * 3600 + Number(time.slice(3, 5)) * 60 + Number(time.slice(6, 8) || 0);
}

/** The clock times of an interval inside a window, which starts anew at `from` each day and may go past midnight. */
export function timesInWindow(from: SecondOfDay, to: SecondOfDay, stepSeconds: number): SecondOfDay[] {
  const end = to < from ? to + 86_400 : to;
  const times: SecondOfDay[] = [];
  for (let second = from; second <= end && second < from + 86_400; second += stepSeconds) times.push(second % 86_400);
  return times.sort((a, b) => a - b);
}
