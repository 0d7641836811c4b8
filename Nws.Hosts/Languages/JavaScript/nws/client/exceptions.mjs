/** Base of all errors of workspace operations. */
export class NwsException extends Error {
  /**
   * @param {string} message what was wrong, and what to do about it
   * @param {object} [options]
   * @param {string} [options.code] the server's code for it, such as `no_workspace`
   * @param {*} [options.cause] what led to it
   */
  constructor(message, { code, cause } = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = this.constructor.name;
    if (code !== undefined) {
      /** The server's code for the error; undefined if it did not come from there. */
      this.code = code;
    }
  }
}

/** The communication with the server failed. */
export class NwsServerException extends NwsException {}

/** No connection to the server could be made. */
export class NwsConnectException extends NwsServerException {}

/** The connection to the server is gone; whatever waited on it fails with this. */
export class NwsConnectionDroppedException extends NwsServerException {}

/** The server does not know the operation. */
export class NwsUnsupportedOperationException extends NwsServerException {}

/** The server refused an operation; `code` tells which of its rules. */
export class NwsOperationException extends NwsException {}

/** The workspace does not exist, or has been deleted. */
export class NwsNoWorkSpaceException extends NwsOperationException {}

/** A variable cannot be declared so: it has another mode already, or there is no such mode. */
export class NwsDeclarationFailedException extends NwsOperationException {}

/** The time given to a `fetch` or `find` was up before a value came. */
export class NwsTimeoutException extends NwsOperationException {}

const CLASS_OF_CODE = new Map(Object.entries({
  no_workspace: NwsNoWorkSpaceException,
  not_opened: NwsNoWorkSpaceException,
  mode_conflict: NwsDeclarationFailedException,
  bad_mode: NwsDeclarationFailedException,
  unknown_method: NwsUnsupportedOperationException,
  unsupported: NwsUnsupportedOperationException,
  unauthorized: NwsConnectException,
  shutting_down: NwsServerException,
  internal: NwsServerException,
}));

/**
 * The exception for an error the server answered with.
 * @param {{code: string, message: string}} error
 * @returns {NwsException}
 */
export function exceptionFor({ code, message }) {
  const Exception = CLASS_OF_CODE.get(code) ?? NwsOperationException;
  return new Exception(message, { code });
}
