import Module from 'node:module';
import { fileURLToPath } from 'node:url';

/**
 * Lets every file say `import ... from` and `require` with the name of a module, wherever it is.
 * @param {Map<string, {url: string, module: object}>} modules by name
 */
export function makeImportable(modules) {
  makeRequirable(modules);
  const places = new Map([...modules].map(([name, { url }]) => [name, { url, shortCircuit: true }]));
  if (Module.registerHooks) {
    Module.registerHooks({ resolve: (name, context, next) => places.get(name) ?? next(name, context) });
  } else {
    const hook = `const places = new Map(${JSON.stringify([...places])});
      export const resolve = (name, context, next) => places.get(name) ?? next(name, context);`;
    Module.register?.(`data:text/javascript,${encodeURIComponent(hook)}`);
  }
}

function makeRequirable(modules) {
  const paths = new Map([...modules].map(([name, { url }]) => [name, fileURLToPath(url)]));
  for (const [name, { module }] of modules) {
    const path = paths.get(name);
    Module._cache[path] = Object.assign(new Module(path), { filename: path, loaded: true, exports: module });
  }
  const resolveFilename = Module._resolveFilename;
  Module._resolveFilename = (name, ...context) => paths.get(name) ?? resolveFilename(name, ...context);
}
