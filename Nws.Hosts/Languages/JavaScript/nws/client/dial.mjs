import { connect } from 'node:net';
import { NwsConnectException } from './exceptions.mjs';
import { addressText } from './server-address.mjs';
import { whenAborted } from './when-aborted.mjs';

/** Milliseconds until a server that does not answer is given up. */
export const CONNECT_TIMEOUT = 10_000;

/** The reason that is then given. */
export const NO_ANSWER = `no answer within ${CONNECT_TIMEOUT / 1000} s`;

/**
 * Opens a socket to a server, through TLS if its address says so.
 * @param {{host: string, port: number, tls?: boolean, pin?: string}} address
 * @param {AbortSignal} [signal] ends the attempt
 * @returns {Promise<import('node:net').Socket>}
 * @throws {NwsConnectException} nobody answers there, or it is not the server that is meant
 */
export async function dial(address, signal) {
  if (!address.tls) return dialed(connect(target(address)), 'connect', address, signal);
  const { connectTls } = await import('./tls.mjs'); // only then: it takes its time to load
  return connectTls(address, (socket) => dialed(socket, 'secureConnect', address, signal));
}

/**
 * What a socket is told of an address.
 * @param {{host: string, port: number}} address
 */
export function target({ host, port }) {
  return { host, port, noDelay: true, autoSelectFamily: true };
}

function dialed(socket, event, address, signal) {
  return new Promise((resolve, reject) => {
    const settle = () => {
      clearTimeout(timer);
      forget();
    };
    const fail = (error) => {
      settle();
      reject(unreachable(addressText(address), error));
    };
    const timer = setTimeout(() => socket.destroy(new Error(NO_ANSWER)), CONNECT_TIMEOUT);
    const forget = whenAborted(signal, () => socket.destroy(signal.reason));
    socket.once('error', fail);
    socket.once(event, () => {
      settle();
      socket.off('error', fail);
      resolve(socket);
    });
  });
}

function unreachable(where, error) {
  const reason = error.message || error.code;
  const remedy = "Start one with 'nws start', or name another in the environment variable NWS_SERVER (host:port).";
  return new NwsConnectException(`no server answers at ${where} (${reason}). ${remedy}`,
    { code: error.code, cause: error });
}
