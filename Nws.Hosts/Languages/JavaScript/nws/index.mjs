export { decode } from './values/decoder.mjs';
export { encode } from './values/encoder.mjs';
export { equals } from './values/equals.mjs';
export { NwsArray } from './values/nws-array.mjs';
export { NwsComplex } from './values/nws-complex.mjs';
export { NwsDateTime } from './values/nws-date-time.mjs';
export { NwsDecimal } from './values/nws-decimal.mjs';
export { NwsDuration } from './values/nws-duration.mjs';
export { NwsFloat32, NwsFloat64 } from './values/nws-float.mjs';
export { NwsRemoteError } from './values/nws-remote-error.mjs';
export { NwsTuple } from './values/nws-tuple.mjs';
export { NwsUuid } from './values/nws-uuid.mjs';
export { NwsValueError } from './values/nws-value-error.mjs';
export { NetWorkSpace } from './client/net-work-space.mjs';
export { NwsDelivery } from './client/nws-delivery.mjs';
export { NwsBarrier } from './client/nws-barrier.mjs';
export { NwsPermit, NwsSemaphore } from './client/nws-semaphore.mjs';
export { NwsServer } from './client/nws-server.mjs';
export { NwsValueIterator } from './client/nws-value-iterator.mjs';
export { NwsWatch } from './client/nws-watch.mjs';
export {
  NwsConnectException, NwsConnectionDroppedException, NwsDeclarationFailedException, NwsException,
  NwsNoWorkSpaceException, NwsOperationException, NwsServerException, NwsTimeoutException,
  NwsUnsupportedOperationException,
} from './client/exceptions.mjs';
export * from './sleigh.mjs';
