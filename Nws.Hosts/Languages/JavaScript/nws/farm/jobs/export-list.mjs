import { SleighIllegalValueException } from '../exceptions.mjs';

const NAME = /^[\p{L}_][\p{L}\p{Nd}_]*$/u;
const VARIABLE = 'exports';

/**
 * The variables that a program gives to all tasks of later jobs: a list that workers read on, up to where a job says.
 */
export class ExportList {
  #ws;

  /** How many records hold for the jobs that begin now. */
  count = 0;

  /** @param {import('../../client/net-work-space.mjs').NetWorkSpace} ws the sleigh workspace */
  constructor(ws) {
    this.#ws = ws;
  }

  /**
   * Adds a record.
   * @param {string} name of the variable
   * @param {{value?: *}} content its value; none takes the variable away
   * @returns {Promise<void>}
   * @throws {SleighIllegalValueException} the name is none of a variable in every language
   */
  async add(name, content) {
    if (typeof name !== 'string' || !NAME.test(name)) {
      throw new SleighIllegalValueException(`'${name}' cannot be the name of a variable in every language: it consists `
        + "of letters, digits and '_', and does not begin with a digit");
    }
    await this.#ws.store(VARIABLE, { name, ...content });
    // Others may have added records meanwhile; nobody takes one away.
    const variables = await this.#ws.listVars();
    this.count = Math.max(this.count, variables.find((variable) => variable.name === VARIABLE).values);
  }
}
