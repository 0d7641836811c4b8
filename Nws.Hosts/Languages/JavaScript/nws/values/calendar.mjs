const DAYS_PER_ERA = 146_097;

/** Seconds of a day; UTC as computers keep it has no leap seconds. */
export const SECONDS_PER_DAY = 86_400n;

/**
 * Days from 1970-01-01 to a date of the proleptic Gregorian calendar, of any year.
 * @param {number} year 0 is 1 BC
 * @param {number} month 1 to 12
 * @param {number} day 1 to 31
 * @returns {number}
 */
export function daysUntil(year, month, day) {
  // Years are counted from March, so that the leap day is the last of its year; an era is 400 years.
  const marchYear = month <= 2 ? year - 1 : year;
  const era = Math.floor(marchYear / 400);
  const yearOfEra = marchYear - era * 400;
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * DAYS_PER_ERA + dayOfEra - 719_468;
}

/**
 * The date so many days after 1970-01-01.
 * @param {number} days
 * @returns {{year: number, month: number, day: number}}
 */
export function dateOf(days) {
  const shifted = days + 719_468;
  const era = Math.floor(shifted / DAYS_PER_ERA);
  const dayOfEra = shifted - era * DAYS_PER_ERA;
  const leaps = Math.floor(dayOfEra / 1460) - Math.floor(dayOfEra / 36_524) + Math.floor(dayOfEra / 146_096);
  const yearOfEra = Math.floor((dayOfEra - leaps) / 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  const day = dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1;
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day };
}
