import { inspect } from 'node:util';

/** A value of a kind JavaScript has no type for; it prints as `NwsUuid(...)` and goes back out unchanged. */
export class Wrapper {
  [inspect.custom]() {
    return `${this.constructor.name}(${this})`;
  }
}
