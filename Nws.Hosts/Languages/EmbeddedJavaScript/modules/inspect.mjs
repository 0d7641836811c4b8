import { tagOf } from 'nws:host';

const CUSTOM = Symbol.for('nodejs.util.inspect.custom');
const MOST_ELEMENTS = 100;
const DEEPEST = 4;
const LINE = 76;
const IDENTIFIER = /^[A-Za-z_$][\w$]*$/;

/**
 * A value as text for people, much as Node's `util.inspect` writes it.
 * @param {*} value
 * @returns {string}
 */
export function inspect(value) {
  return show(value, []);
}

inspect.custom = CUSTOM;

/**
 * The text of a line of `console.log`.
 * @param {Array<*>} values
 * @returns {string}
 */
export function formatLine(values) {
  const rest = [...values];
  const parts = [];
  if (typeof rest[0] === 'string' && rest.length > 1) parts.push(filled(rest));
  for (const value of rest) parts.push(typeof value === 'string' ? value : inspect(value));
  return parts.join(' ');
}

/** Takes the pattern and what it uses of the values behind it. */
function filled(values) {
  return values.shift().replace(/%[sdifjoOc%]/g, (place) => {
    if (place === '%%') return '%';
    if (values.length === 0) return place;
    const value = values.shift();
    switch (place) {
      case '%s': return typeof value === 'object' && value !== null ? inspect(value) : String(value);
      case '%d': return typeof value === 'bigint' ? `${value}n` : String(Number(value));
      case '%i': return typeof value === 'bigint' ? `${value}n` : String(parseInt(value, 10));
      case '%f': return String(parseFloat(value));
      case '%j': return JSON.stringify(value);
      case '%c': return '';
      default: return inspect(value);
    }
  });
}

function show(value, around) {
  switch (typeof value) {
    case 'string': return quoted(value);
    case 'bigint': return `${value}n`;
    case 'number': return Object.is(value, -0) ? '-0' : String(value);
    case 'function': return functionText(value);
    case 'object': return value === null ? 'null' : objectText(value, around);
    default: return String(value);
  }
}

function quoted(text) {
  if (!text.includes("'")) return `'${escaped(text)}'`;
  return text.includes('"') ? `'${escaped(text).replaceAll("'", "\\'")}'` : `"${escaped(text)}"`;
}

function escaped(text) {
  return JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"');
}

function functionText(fun) {
  return /^class\b/.test(Function.prototype.toString.call(fun))
    ? `[class ${fun.name || '(anonymous)'}]` : `[Function${fun.name ? `: ${fun.name}` : ' (anonymous)'}]`;
}

function objectText(value, around) {
  const tag = tagOf(value);
  if (tag === 'Proxy') return '[Proxy]';
  if (around.includes(value)) return '[Circular *1]';
  if (typeof value[CUSTOM] === 'function') return String(value[CUSTOM](DEEPEST - around.length, {}));
  if (tag === 'Error') return errorText(value, around);
  if (tag === 'Date') return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString();
  if (tag === 'RegExp') return String(value);
  if (tag === 'Promise' || tag === 'WeakMap' || tag === 'WeakSet') return `${tag} { <items unknown> }`;
  const name = nameOf(value);
  if (around.length >= DEEPEST) return Array.isArray(value) ? `[${name}]` : `[${name || 'Object'}]`;
  return containerText(value, tag, name, [...around, value]);
}

function containerText(value, tag, name, around) {
  if (Array.isArray(value)) return bracketed(name === 'Array' ? '' : `${name}(${value.length}) `, '[', elements(value, around), ']');
  if (ArrayBuffer.isView(value) && tag !== 'DataView') {
    return bracketed(`${name}(${value.length}) `, '[', elements(value, around), ']');
  }
  if (tag === 'Set') return bracketed(`${name}(${value.size}) `, '{', elements(value, around), '}');
  if (tag === 'Map') {
    const entries = limited(value, ([key, each]) => `${show(key, around)} => ${show(each, around)}`);
    return bracketed(`${name}(${value.size}) `, '{', entries, '}');
  }
  return bracketed(name === 'Object' ? '' : `${name || '[Object: null prototype]'} `, '{', properties(value, around), '}');
}

function elements(values, around) {
  return limited(values, (each) => show(each, around));
}

function limited(values, text) {
  const parts = [];
  const count = values.length ?? values.size;
  for (const each of values) {
    if (parts.length === MOST_ELEMENTS) return [...parts, `... ${count - MOST_ELEMENTS} more items`];
    parts.push(text(each));
  }
  return parts;
}

function properties(object, around) {
  return Reflect.ownKeys(object).map((key) => [key, Object.getOwnPropertyDescriptor(object, key)])
    .filter(([, { enumerable }]) => enumerable)
    .map(([key, { value, get }]) => `${keyText(key)}: ${get ? '[Getter]' : show(value, around)}`);
}

function keyText(key) {
  if (typeof key === 'symbol') return `[${String(key)}]`;
  return IDENTIFIER.test(key) ? key : quoted(key);
}

function bracketed(name, open, parts, close) {
  if (parts.length === 0) return `${name}${open}${close}`;
  const text = parts.join(', ');
  if (text.length <= LINE && !text.includes('\n')) {
    return open === '[' ? `${name}[ ${text} ]` : `${name}{ ${text} }`;
  }
  return `${name}${open}\n  ${parts.join(',\n').replaceAll('\n', '\n  ')}\n${close}`;
}

function nameOf(value) {
  const prototype = Object.getPrototypeOf(value);
  return prototype === null ? '' : String(prototype.constructor?.name ?? 'Object');
}

function errorText(error, around) {
  const cause = error.cause === undefined ? '' : `\n[cause]: ${show(error.cause, [...around, error])}`;
  return `${error.stack ?? error}${cause}`;
}
