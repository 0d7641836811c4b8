/**
 * The large things, the pages that show them, and the calls behind those.
 * @module
 */

import { NwsServer } from '../../Nws.Hosts/Languages/JavaScript/nws/index.mjs';

const VARIABLES = 100_000;
const VALUES = 1_000_000;
const BYTES = 100_000_000;
const PIECE = 50_000;

const variable = (i) => `variable ${String(i).padStart(6, '0')}`;

/** Name, address, and the text that is there when the page shows what it has. */
export const PAGES = [
  ['100,000 variables', '/workspace?name=large', variable(99)],
  ['100,000 variables, a page in the middle', `/workspace?name=large&after=${encodeURIComponent(variable(49_999))}`, variable(50_000)],
  ['100,000 variables, searched for one', '/workspace?name=large&search=099999', variable(99_999)],
  ['all workspaces, one with 100,000 variables', '/', 'large'],
  ['1,000,000 values', '/variable?workspace=long&name=values', '1,000,000 values'],
  ['1,000,000 values, a page in the middle', '/variable?workspace=long&name=values&after=499999', '1,000,000 values'],
  ['1,000,000 values, the last page', '/variable?workspace=long&name=values&after=999989', '1,000,000 values'],
  ['a variable of three values of 100 MB', '/variable?workspace=heavy&name=values', '3 values'],
  ['a value of 100 MB, bytes', '/value?workspace=heavy&variable=values&index=0', 'Only the beginning is shown.'],
  ['a value of 100 MB, text', '/value?workspace=heavy&variable=values&index=1', 'Only the beginning is shown.'],
  ['a value of 100 MB, numeric array', '/value?workspace=heavy&variable=values&index=2', 'Only the beginning is shown.'],
];

/** Name and address. */
export const CALLS = [
  ['workspace: 100,000 variables', 'workspace?workspace=large'],
  ['variables: a page of 100,000', 'variables?workspace=large'],
  ['variables: a page in the middle of 100,000', `variables?workspace=large&after=${encodeURIComponent(variable(49_999))}`],
  ['variables: search in 100,000', 'variables?workspace=large&search=099999'],
  ['variables: 1,000 of 100,000', 'variables?workspace=large&count=1000'],
  ['values: a page of 1,000,000', 'values?workspace=long&variable=values'],
  ['values: a page in the middle of 1,000,000', 'values?workspace=long&variable=values&after=499999'],
  ['values: 1,000 of 1,000,000', 'values?workspace=long&variable=values&count=1000'],
  ['values: three of 100 MB', 'values?workspace=heavy&variable=values'],
  ['value: bytes of 100 MB', 'value?workspace=heavy&variable=values&index=0'],
  ['value: text of 100 MB', 'value?workspace=heavy&variable=values&index=1'],
  ['value: numeric array of 100 MB', 'value?workspace=heavy&variable=values&index=2'],
];

/** Stores all of it. */
export async function fill(address) {
  const server = await NwsServer.connect({ address });
  const large = await server.useWs('large');
  for (let begin = 0; begin < VARIABLES; begin += PIECE) {
    await Promise.all(Array.from({ length: PIECE }, (_, i) => large.store(variable(begin + i), { number: begin + i, name: `the value of ${begin + i}` })));
  }
  const long = await server.useWs('long');
  for (let begin = 0; begin < VALUES; begin += PIECE) await long.storeAll('values', Array.from({ length: PIECE }, (_, i) => ({ number: begin + i, text: `value ${begin + i}` })));
  const heavy = await server.useWs('heavy');
  await heavy.store('values', new Uint8Array(BYTES).fill(7));
  await heavy.store('values', 'It was the best of times. '.repeat(BYTES / 26));
  await heavy.store('values', Float64Array.from({ length: BYTES / 8 }, (_, i) => i / 3));
  await server.close();
}
