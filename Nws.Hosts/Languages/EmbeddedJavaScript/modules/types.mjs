import { tagOf } from 'nws:host';
import { inspect } from './inspect.mjs';

const TYPED_ARRAY_TAG = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag).get;
const BOXED = new Set(['Number', 'String', 'Boolean', 'Symbol', 'BigInt']);

function typedArrayTag(value) {
  return TYPED_ARRAY_TAG.call(value);
}

/** What Node's `util.types` tells of values; the interpreter knows their classes whatever they say of themselves. */
export const types = {
  isAnyArrayBuffer: (value) => ['ArrayBuffer', 'SharedArrayBuffer'].includes(tagOf(value)),
  isBoxedPrimitive: (value) => BOXED.has(tagOf(value)),
  isDataView: (value) => tagOf(value) === 'DataView',
  isDate: (value) => tagOf(value) === 'Date',
  isMap: (value) => tagOf(value) === 'Map',
  isModuleNamespaceObject: (value) => tagOf(value) === 'Module',
  isNativeError: (value) => tagOf(value) === 'Error',
  isProxy: (value) => tagOf(value) === 'Proxy',
  isSet: (value) => tagOf(value) === 'Set',
  isTypedArray: (value) => typedArrayTag(value) !== undefined,
  isUint8Array: (value) => typedArrayTag(value) === 'Uint8Array',
};

export { inspect };
