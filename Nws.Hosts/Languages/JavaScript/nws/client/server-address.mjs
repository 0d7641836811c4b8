const DEFAULT_HOST = 'localhost';
const DEFAULT_PORT = 8765;
const ADDRESS = /^(?<scheme>nwss?:\/\/)?(?:\[(?<v6>[^\]]+)\]|(?<name>[^:#]*))(?::(?<port>\d+))?(?:#(?<pin>.*))?$/i;

/**
 * Where the server is and what it wants to see, from options, else from `NWS_SERVER` (`host:port`) and `NWS_TOKEN`,
 * else `localhost:8765` without a token. For TLS an address is `nwss://host:port#pin`; with a pin, the SHA-256 of the
 * server's certificate, that certificate alone is trusted.
 * @param {object} [options]
 * @param {string} [options.address] `host:port`, or `nwss://host:port#pin`
 * @param {string} [options.host] or a whole address with `://` in it
 * @param {number} [options.port]
 * @param {string} [options.token]
 * @returns {{host: string, port: number, tls: boolean, pin: string|undefined, token: string|undefined}}
 * @throws {RangeError} a malformed address
 */
export function serverAddress({ address, host, port, token } = {}) {
  if (host?.includes('://')) return serverAddress({ address: host, port, token });
  const known = parse(address ?? process.env.NWS_SERVER ?? '');
  const isAnother = host !== undefined && host !== known.host;
  return {
    host: host ?? known.host ?? DEFAULT_HOST,
    port: checkedPort(port ?? known.port ?? DEFAULT_PORT),
    tls: !isAnother && known.tls === true,
    pin: isAnother ? undefined : known.pin,
    token: token ?? (process.env.NWS_TOKEN || undefined),
  };
}

/**
 * An address as text, as `serverAddress` reads it.
 * @param {{host: string, port: number, tls?: boolean, pin?: string}} address
 * @returns {string}
 */
export function addressText({ host, port, tls, pin }) {
  const place = host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
  if (!tls) return place;
  return pin ? `nwss://${place}#${pin}` : `nwss://${place}`;
}

function parse(address) {
  if (address === '') return {};
  const match = ADDRESS.exec(address);
  const { scheme, v6, name, port, pin } = match?.groups ?? {};
  const tls = scheme?.toLowerCase() === 'nwss://';
  const digits = pin?.replaceAll(':', '').toLowerCase();
  if (!match || (pin !== undefined && !(tls && /^[0-9a-f]{64}$/.test(digits)))) {
    throw new RangeError(`'${address}' is not the address of a server: write host:port, or nwss://host:port#pin`);
  }
  return { host: v6 ?? (name || undefined), port: port && Number(port), tls, pin: digits };
}

function checkedPort(port) {
  const valid = Number.isInteger(port) && port > 0 && port < 65_536;
  if (!valid) throw new RangeError(`${port} is not a port: they are 1 to 65535`);
  return port;
}
