import { definition, functionText, namesIn } from '../code/function-text.mjs';
import { SleighIllegalValueException } from '../exceptions.mjs';
import { sorted } from '../workers/worker-tags.mjs';

/**
 * The record of a job as workers read it. What has its default is left out.
 * @param {Function|string|Array<Function|string>} fun a list can be defined only
 * @param {Array<*>} fixed
 * @param {import('../task-options.mjs').TaskOptions} options
 * @param {Set<string>} [known] names that the workers know besides their globals
 * @returns {{record: object, names: string[]}} it, and the names it makes known on the workers that execute it
 * @throws {SleighIllegalValueException}
 */
export function jobRecord(fun, fixed, options, known = []) {
  const { type, language = 'javascript', argPermute = null, globals = [], sandbox = false } = options;
  if (sandbox) refuseSandbox(type, language);
  const record = (of, code) => ({ language, type: of, code, fixed, permute: argPermute, ...conditions(options) });
  if (typeof fun === 'string') return { record: record(type ?? 'eval', fun), names: textNames(fun, type, language) };
  const names = new Set([...known, ...globals]);
  refuseUnfit(fun, type, language);
  if (type !== 'define') return { record: record('invoke', functionText(fun, names)), names: [] };
  const defined = definition([fun].flat(), names);
  return { record: record('define', defined.code), names: defined.names };
}

function conditions({ sandbox, timeLimit, rngSeed, tags }) {
  return {
    ...sandbox && { sandbox },
    ...timeLimit !== undefined && { limit: timeLimit },
    ...rngSeed !== undefined && { seed: rngSeed },
    ...tags && { tags: sorted(tags) },
  };
}

function refuseSandbox(type, language) {
  if (language !== 'javascript') throw new SleighIllegalValueException(`the sandbox runs JavaScript only, not ${language}`);
  if (type === 'define') throw new SleighIllegalValueException('the sandbox keeps no definitions: every task begins anew');
}

function textNames(code, type, language) {
  return language === 'javascript' && type !== 'invoke' ? namesIn(code) : [];
}

function refuseUnfit(fun, type, language) {
  if (typeof fun !== 'function' && !(type === 'define' && Array.isArray(fun))) {
    throw new SleighIllegalValueException('what is to be done is a function or a text');
  }
  if (language !== 'javascript') {
    throw new SleighIllegalValueException(`a function of JavaScript cannot run as ${language}; send a text`);
  }
  if (type === 'eval') {
    throw new SleighIllegalValueException("a function is sent with type 'invoke' or 'define', not 'eval'");
  }
}
