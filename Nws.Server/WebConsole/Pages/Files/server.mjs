/**
 * The server itself.
 * @module
 */

import { get } from './api.mjs';
import { facts, make } from './dom.mjs';
import { clock, count, duration, size } from './format.mjs';
import { heading, keepCurrent } from './page.mjs';

export async function open(main) {
  const content = make('section', { 'aria-label': 'Server' });
  main.append(heading('Server'), content, make('p', {}, make('a', { href: '/metrics' }, 'Metrics for Prometheus'), ' · ', make('a', { href: '/api/v1/openapi.json' }, 'Description of the API (OpenAPI)')));
  await keepCurrent(content, async () => cards(await get('/server')));
}

function cards(server) {
  const { limits } = server;
  return [
    card('Now', [
      ['Server', server.name], ['Client port', server.port], ['Web port', location.port || '80'], ['Listens on', server.host], ['Started', clock(server.started)], ['Up for', duration(server.uptimeSeconds)],
      ['Token', server.tokenRequired ? 'asked for' : 'none: everybody on this machine is let in'],
    ]),
    card('Contents', [
      ['Workspaces', count(server.workspaces)], ['Variables', count(server.variables)], ['Values', count(server.values)], ['Size of values', `${size(server.valueBytes)} of ${size(limits.memoryBytes)}`],
      ['Blocked requests', count(server.waiters)], ['Sessions', count(server.connections)],
    ]),
    card('Process', [
      ['Process', server.processId], ['Memory', size(server.processBytes)], ['Managed memory', size(server.heapBytes)], ['Processors', server.processors], ['Runtime', server.runtime], ['System', server.system],
    ]),
    server.data
      ? card('Disk', [['Data file', server.data.file], ['Durability', server.data.durability], ['Size with log', size(server.data.bytes)], server.data.freeBytes === undefined ? null : ['Free on the disk', size(server.data.freeBytes)]])
      : card('Disk', [['Data file', 'none: persistent workspaces end with the server']]),
    card('Limits', [
      ['Largest value', size(limits.valueBytes)], ['Connections', count(limits.connections)], ['Unanswered requests of a connection', count(limits.pendingRequests)], ['Values of a variable', count(limits.variableValues)],
      ['Waiting requests of a variable', count(limits.variableWaiters)], ['Changes a watch may hold', count(limits.watchEvents)], ['Values of one fetch', count(limits.fetchCount)],
    ]),
  ];
}

const card = (title, pairs) => make('section.card', { 'aria-label': title }, make('h2', {}, title), facts(pairs));
