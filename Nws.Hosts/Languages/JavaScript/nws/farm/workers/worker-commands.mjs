import { existsSync } from 'node:fs';
import { hostname } from 'node:os';
import { addressText } from '../../client/server-address.mjs';
import { forwards, isLocal, launcherName, launcherOf } from '../launchers.mjs';
import { placeOf, placesOf } from './places.mjs';
import { filled, quoted } from './shell-command.mjs';

const LOOPBACK = new Set(['localhost', '127.0.0.1', '::1']);

/** The commands that start the workers of a Sleigh, one for each place. */
export class WorkerCommands {
  #options;
  #server;
  #workspaces;
  #places;

  /**
   * @param {import('../sleigh-options.mjs').SleighOptions} options
   * @param {{host: string, port: number, tls?: boolean, pin?: string}} server
   * @param {{sleigh: string, user: string}} workspaces their names
   */
  constructor(options, server, workspaces) {
    this.#options = options;
    this.#server = server;
    this.#workspaces = workspaces;
    this.#places = placesOf(options);
  }

  /** How many workers are started; none if people start them. */
  get count() {
    return this.#places.length;
  }

  /** The command for people to start a worker, anywhere. */
  get forPeople() {
    const place = placeOf('anywhere', this.#options);
    return quoted([...this.#program(place), ...this.#arguments(place)]);
  }

  /**
   * Where a worker is started, for people.
   * @param {number} number of the place
   * @returns {string}
   */
  describe(number) {
    const { launch } = this.#options;
    return isLocal(launch) ? 'this machine' : `node '${this.#places[number].host}' (by ${launcherName(launch)})`;
  }

  /**
   * @param {number} number of the place
   * @returns {{words: string[], cwd: string|undefined, token: string|undefined}} the command that starts its worker,
   *   in which directory, and what it has to be told
   */
  start(number) {
    const { token, launch } = this.#options;
    const place = this.#places[number];
    const worker = [...this.#program(place), ...this.#arguments(place, number)];
    const cwd = isLocal(launch) && existsSync(place.workingDir ?? '') ? place.workingDir : undefined;
    return { words: this.#launched(place, this.#executed(place, worker)), cwd, token };
  }

  #launched(place, command) {
    const { launch } = this.#options;
    if (isLocal(launch)) return command;
    return filled(launcherOf(launch)(place.host, this.#told(place)), place, command);
  }

  #executed(place, command) {
    const { scriptExec } = this.#options;
    return scriptExec ? scriptExec(place.host, command, this.#told(place)) : command;
  }

  #told(place) {
    const { host: nwsHost, port: nwsPort } = this.#server;
    const { host: nwsHostRemote, port: nwsPortRemote } = this.#serverFrom(place);
    return { ...place, nwsHost, nwsPort, nwsHostRemote, nwsPortRemote };
  }

  #program({ scriptDir, scriptName = 'nws' }) {
    if (isLocal(this.#options.launch)) return masterCommand(this.#options.masterExec);
    return [scriptDir === undefined ? scriptName : `${scriptDir.replace(/\/+$/, '')}/${scriptName}`];
  }

  #arguments(place, number) {
    const server = addressText({ ...this.#serverFrom(place), tls: this.#server.tls, pin: this.#server.pin });
    const always = ['worker', '--server', server, '--sleigh', this.#workspaces.sleigh, '--user', this.#workspaces.user];
    const maybe = Object.entries({
      '--place': number,
      '--module-path': place.modulePath,
      '--working-dir': number === undefined ? undefined : place.workingDir,
      '--log-dir': place.logDir,
      // The worker reads it from its input: on a command line other users of the machine could see it.
      '--token': this.#options.token && number !== undefined ? '-' : undefined,
    }).filter(([, value]) => value !== undefined);
    const tags = (place.workerTags ?? []).flatMap((tag) => ['--tag', tag]);
    return [...always, ...maybe.flatMap(([name, value]) => [name, String(value)]), ...tags];
  }

  #serverFrom({ nwsHostRemote, nwsPortRemote }) {
    const { host, port } = this.#server;
    return { host: nwsHostRemote ?? this.#hostFromElsewhere(host), port: nwsPortRemote ?? port };
  }

  #hostFromElsewhere(host) {
    const { launch } = this.#options;
    if (forwards(launch)) return 'localhost';
    return isLocal(launch) || !LOOPBACK.has(host) ? host : hostname();
  }
}

/** The `nws` command of this machine. */
function masterCommand(given) {
  const command = given ?? (process.env.NWS_CLI || 'nws');
  return command.endsWith('.dll') ? ['dotnet', command] : [command];
}
