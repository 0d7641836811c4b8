import { createHash } from 'node:crypto';
import { connect } from 'node:tls';
import { target } from './dial.mjs';
import { NwsConnectException } from './exceptions.mjs';
import { addressText } from './server-address.mjs';

/**
 * Begins TLS with a server and finds out whether it is the one that is meant.
 * @param {{host: string, port: number, pin?: string}} address
 * @param {(socket: import('node:tls').TLSSocket) => Promise<import('node:tls').TLSSocket>} dialed ends when the socket is
 *   connected
 * @returns {Promise<import('node:tls').TLSSocket>}
 * @throws {NwsConnectException} it is not, or it speaks no TLS
 */
export async function connectTls(address, dialed) {
  const { host, pin } = address;
  const servername = /[:]|^[\d.]+$/.test(host) ? '' : host; // an address is no name
  const socket = connect({ ...target(address), servername, rejectUnauthorized: pin === undefined });
  try {
    await dialed(socket);
  } catch (error) {
    throw explained(error, address);
  }
  const shown = createHash('sha256').update(socket.getPeerX509Certificate().raw).digest('hex');
  if (pin === undefined || shown === pin) return socket;
  socket.destroy();
  throw new NwsConnectException(`the server at ${addressText(address)} shows another certificate than the pinned one: its `
    + `fingerprint is ${shown}. Somebody may be in between, or the server has a new certificate; its first line of output `
    + 'tells the fingerprint.');
}

function explained(error, address) {
  const { code, message } = error.cause ?? error;
  if (!code || /^(?:ECONN|EHOST|ENET|ENOTFOUND|EAI|EPIPE|ABORT)/.test(code)) return error;
  const where = addressText(address);
  const reason = code.startsWith('ERR_SSL') || code === 'EPROTO'
    ? `the server at ${where} does not answer in TLS (${message.trim()}). If it serves without TLS, leave out nwss://.`
    : `this machine does not trust the certificate of the server at ${where} (${code}). Pin it: the first line of the `
      + "server's output tells an address nwss://host:port#fingerprint.";
  return new NwsConnectException(reason, { code, cause: error });
}
