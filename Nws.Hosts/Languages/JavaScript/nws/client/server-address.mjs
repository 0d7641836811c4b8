const DEFAULT_HOST = 'localhost';
const DEFAULT_PORT = 8765;

/**
 * Where the server is and what it wants to see, from options, else from `NWS_SERVER` (`host:port`) and `NWS_TOKEN`,
 * else `localhost:8765` without a token.
 * @param {object} [options]
 * @param {string} [options.address] `host:port`
 * @param {string} [options.host]
 * @param {number} [options.port]
 * @param {string} [options.token]
 * @returns {{host: string, port: number, token: string|undefined}}
 * @throws {RangeError} a malformed address
 */
export function serverAddress({ address, host, port, token } = {}) {
  const known = parse(address ?? process.env.NWS_SERVER ?? '');
  return {
    host: host ?? known.host ?? DEFAULT_HOST,
    port: checkedPort(port ?? known.port ?? DEFAULT_PORT),
    token: token ?? (process.env.NWS_TOKEN || undefined),
  };
}

function parse(address) {
  if (address === '') return {};
  const match = /^(?:\[(?<v6>[^\]]+)\]|(?<name>[^:]*))(?::(?<port>\d+))?$/.exec(address);
  if (!match) throw new RangeError(`'${address}' is not the address of a server: write host:port`);
  const { v6, name, port } = match.groups;
  return { host: v6 ?? (name || undefined), port: port && Number(port) };
}

function checkedPort(port) {
  const valid = Number.isInteger(port) && port > 0 && port < 65_536;
  if (!valid) throw new RangeError(`${port} is not a port: they are 1 to 65535`);
  return port;
}
