/** What `import ... from 'nws'` finds in the embedded kernel: the values. The clients belong to Node.js; workspaces are at hand. */
export { decode } from '../nws/values/decoder.mjs';
export { encode } from '../nws/values/encoder.mjs';
export { equals } from '../nws/values/equals.mjs';
export { NwsArray } from '../nws/values/nws-array.mjs';
export { NwsComplex } from '../nws/values/nws-complex.mjs';
export { NwsDateTime } from '../nws/values/nws-date-time.mjs';
export { NwsDecimal } from '../nws/values/nws-decimal.mjs';
export { NwsDuration } from '../nws/values/nws-duration.mjs';
export { NwsFloat32, NwsFloat64 } from '../nws/values/nws-float.mjs';
export { NwsRemoteError } from '../nws/values/nws-remote-error.mjs';
export { NwsTuple } from '../nws/values/nws-tuple.mjs';
export { NwsUuid } from '../nws/values/nws-uuid.mjs';
export { NwsValueError } from '../nws/values/nws-value-error.mjs';
