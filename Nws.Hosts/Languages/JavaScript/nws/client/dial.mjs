import { connect } from 'node:net';
import { NwsConnectException } from './exceptions.mjs';
import { whenAborted } from './when-aborted.mjs';

/** Milliseconds until a server that does not answer is given up. */
export const CONNECT_TIMEOUT = 10_000;

/** The reason that is then given. */
export const NO_ANSWER = `no answer within ${CONNECT_TIMEOUT / 1000} s`;

/**
 * Opens a socket to a server.
 * @param {string} host
 * @param {number} port
 * @param {AbortSignal} [signal] ends the attempt
 * @returns {Promise<import('node:net').Socket>}
 * @throws {NwsConnectException} nobody answers there
 */
export function dial(host, port, signal) {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, noDelay: true, autoSelectFamily: true });
    const settle = () => {
      clearTimeout(timer);
      forget();
    };
    const fail = (error) => {
      settle();
      reject(unreachable(`${host}:${port}`, error));
    };
    const timer = setTimeout(() => socket.destroy(new Error(NO_ANSWER)), CONNECT_TIMEOUT);
    const forget = whenAborted(signal, () => socket.destroy(signal.reason));
    socket.once('error', fail);
    socket.once('connect', () => {
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
