/**
 * Numbers, sizes and times for people.
 * @module
 */

const whole = new Intl.NumberFormat('en');

/** 1234567 as 1,234,567. */
export const count = (number) => whole.format(number);

/** One word or another: `plural(2, 'value')` is "2 values". */
export const plural = (number, word) => `${count(number)} ${word}${number === 1 ? '' : 's'}`;

/** Bytes as 12 B, 3.4 kB, 5.6 MB. */
export function size(bytes) {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let unit = 0;
  let number = bytes;
  while (number >= 999.5 && unit < units.length - 1) {
    number /= 1000;
    unit++;
  }
  return `${unit === 0 || number >= 100 ? Math.round(number) : number.toFixed(1)} ${units[unit]}`;
}

/** Seconds as 3.2 s, 4 min 5 s, 2 h 3 min, 5 d 6 h. */
export function duration(seconds) {
  if (seconds < 10) return `${Math.max(0, seconds).toFixed(1)} s`;
  if (seconds < 60) return `${Math.round(seconds)} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
  if (seconds < 86400) return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
  return `${Math.floor(seconds / 86400)} d ${Math.floor((seconds % 86400) / 3600)} h`;
}

/** How long ago a time is, by the clock of this machine. */
export const since = (time) => duration((Date.now() - new Date(time).getTime()) / 1000);

/** A time in the zone of whoever looks. */
export const clock = (time) => new Date(time).toLocaleString();
