import { request } from 'nws:host';
import * as exceptions from '../nws/client/exceptions.mjs';
import { wireOptions } from '../nws/client/wire-options.mjs';
import { decode } from '../nws/values/decoder.mjs';
import { encode } from '../nws/values/encoder.mjs';

/** A workspace as tasks see it, under the names of the client for Node.js; connected on first use. */
export class Workspace {
  #role;
  #name;

  /**
   * @param {'sleigh'|'user'} role
   * @param {string} name
   */
  constructor(role, name) {
    this.#role = role;
    this.#name = name;
  }

  /** @returns {string} the workspace's name */
  currentWs() {
    return this.#name;
  }

  async declare(varName, mode) {
    await this.#ask('declare', text(varName), text(mode));
  }

  async store(varName, value) {
    await this.#ask('store', text(varName), encode(value));
  }

  async fetch(varName, options) {
    return this.#value('fetch', varName, options);
  }

  async find(varName, options) {
    return this.#value('find', varName, options);
  }

  async fetchTry(varName, missing = null, options = {}) {
    return this.#try('fetch', varName, missing, options);
  }

  async findTry(varName, missing = null, options = {}) {
    return this.#try('find', varName, missing, options);
  }

  async deleteVar(varName) {
    await this.#ask('deleteVar', text(varName));
  }

  /** @returns {Promise<Array<object>>} name, mode and counts of each variable */
  async listVars() {
    return (await this.#ask('listVars', '')).value;
  }

  /** @returns {string} */
  toString() {
    return `NetWorkSpace '${this.#name}'`;
  }

  async #value(method, varName, options = {}) {
    const found = await this.#take(method, varName, options);
    if (found) return found.value;
    const message = `no value came into '${varName}' of ${this} within ${options.timeout} s`;
    throw new exceptions.NwsTimeoutException(message);
  }

  async #try(method, varName, missing, options) {
    const found = await this.#take(method, varName, { timeout: 0, ...options });
    return found ? found.value : missing;
  }

  async #take(method, varName, options) {
    const { timeout = null, ...others } = wireOptions(method, options);
    if (Array.isArray(varName) || Object.keys(others).length > 0) {
      throw new TypeError('the embedded kernel takes one variable at a time, without lease');
    }
    return this.#ask(method, text(varName), timeout, options);
  }

  /** @returns {Promise<{value: *}|undefined>} undefined if there was no value */
  #ask(method, varName, detail, { exact } = {}) {
    return new Promise((resolve, reject) => {
      const kept = (bytes) => resolve(bytes && { value: decode(bytes, { exact }) });
      request(this.#role, method, varName, detail, kept, (type, code, message) => {
        const Exception = exceptions[type] ?? exceptions.NwsException;
        reject(new Exception(message, { code: code || undefined }));
      });
    });
  }
}

function text(name) {
  if (typeof name !== 'string') throw new TypeError(`a name is a text, not ${typeof name}`);
  return name;
}
