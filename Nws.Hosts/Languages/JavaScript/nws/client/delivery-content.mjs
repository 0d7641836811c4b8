import { NwsTimeoutException } from './exceptions.mjs';

/**
 * What a program gets of a delivery: the value, or the delivery itself if it has to know more.
 * @param {import('./nws-delivery.mjs').NwsDelivery} delivery
 * @param {string|string[]} varName as the program gave it
 * @param {object} options as the program gave them
 * @returns {*}
 */
export function content(delivery, varName, { lease }) {
  return lease || Array.isArray(varName) ? delivery : delivery.value;
}

/**
 * A value that was put aside, of a list of such.
 * @param {Array} entry as the server sends it
 * @returns {{value: *, index: number, cause: string, attempt: number, time: Date}}
 */
export function buriedValue([value, index, cause, attempt, seconds]) {
  return { value, index, cause, attempt, time: new Date(seconds * 1000) };
}

/**
 * The error of a wait whose time was up.
 * @param {string|string[]} varName
 * @param {import('./net-work-space.mjs').NetWorkSpace} ws
 * @param {number} timeout seconds
 * @returns {NwsTimeoutException}
 */
export function nothingCame(varName, ws, timeout) {
  const names = [varName].flat().map((name) => `'${name}'`).join(', ');
  return new NwsTimeoutException(`no value came into ${names} of ${ws} within ${timeout} s`);
}
