import Module from 'node:module';
import { fileURLToPath } from 'node:url';

const NAME = 'nws';
const INDEX = new URL('../index.mjs', import.meta.url).href;

/**
 * Lets every file say `import ... from 'nws'` and `require('nws')`, wherever it is.
 * @param {object} nws the module
 */
export function makeImportable(nws) {
  makeRequirable(nws);
  const here = { url: INDEX, shortCircuit: true };
  if (Module.registerHooks) {
    Module.registerHooks({ resolve: (name, context, next) => name === NAME ? here : next(name, context) });
  } else {
    const hook = `(name, context, next) => name === '${NAME}' ? ${JSON.stringify(here)} : next(name, context)`;
    Module.register?.(`data:text/javascript,export const resolve = ${encodeURIComponent(hook)}`);
  }
}

function makeRequirable(nws) {
  const path = fileURLToPath(INDEX);
  const loaded = new Module(path);
  Object.assign(loaded, { filename: path, loaded: true, exports: nws });
  Module._cache[path] = loaded;
  const resolveFilename = Module._resolveFilename;
  Module._resolveFilename = (name, ...context) => name === NAME ? path : resolveFilename(name, ...context);
}
