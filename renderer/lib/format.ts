const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];

export const formatBytes = (bytes: number): string => {
  const power = bytes < 1 ? 0 : Math.min(Math.floor(Math.log2(bytes) / 10), units.length - 1);
  const amount = bytes / 1024 ** power;
  return `${power === 0 || amount >= 100 ? Math.round(amount) : amount.toFixed(1)} ${units[power]}`;
};

/** `1 grant`, `3 grants`; `many` where an s is not enough. */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString('en')} ${count === 1 ? one : many}`;

const twoDigits = (value: number): string => String(value).padStart(2, '0');

/** `4.2 s`, `3:07 min`, `1:02:33 h`. */
export const formatDuration = (ms: number): string => {
  const seconds = Math.max(0, ms / 1000);
  if (seconds < 60) return `${seconds < 10 ? seconds.toFixed(1) : Math.floor(seconds)} s`;
  const minutes = Math.floor(seconds / 60);
  const rest = twoDigits(Math.floor(seconds % 60));
  if (minutes < 60) return `${minutes}:${rest} min`;
  return `${Math.floor(minutes / 60)}:${twoDigits(minutes % 60)}:${rest} h`;
};

const instant = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });

export const formatInstant = (iso: string): string => instant.format(new Date(iso));

const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });

/** The day of an instant, where its time of day would only be noise. */
export function formatDay(iso: string): string {
  return day.format(new Date(iso));
}

/** How long ago, in the largest whole unit: `just now`, `3 min ago`, `2 days ago`. */
export const age = (iso: string, now: number = Date.now()): string => {
  const seconds = Math.round((now - Date.parse(iso)) / 1000);
  if (seconds < 10) return 'just now';
  if (seconds < 60) return `${seconds} s ago`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3_600)} h ago`;
  const days = Math.floor(seconds / 86_400);
  return days === 1 ? 'yesterday' : `${days} days ago`;
};

/** An image reference with its digest shortened to what people compare. */
export const shortImage = (image: string): string => image.replace(/(sha256:[0-9a-f]{12})[0-9a-f]+/, '$1');
