const hues = [6, 5, 3, 2, 4, 1, 14, 13, 11, 10, 12, 9];

/** The colour of the nth source of a log. */
export const hueOf = (index: number): string => `var(--ansi-${hues[Math.max(0, index) % hues.length]})`;

const twoDigits = (value: number): string => String(value).padStart(2, '0');

/** The time of day of this machine's zone, to the millisecond; empty for what is no instant. */
export const shortTime = (at: string): string => {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return '';
  const time = [date.getHours(), date.getMinutes(), date.getSeconds()].map(twoDigits).join(':');
  return `${time}.${String(date.getMilliseconds()).padStart(3, '0')}`;
};
