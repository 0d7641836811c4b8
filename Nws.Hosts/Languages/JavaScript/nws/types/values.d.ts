/** How a value is decoded. */
export interface DecodeOptions {
  /** Wrap floats that look like integers in `NwsFloat64`, so that they go back out as what they were. */
  exact?: boolean;
}

/** Decodes exactly one value. Throws `NwsValueError`. */
export function decode<T = any>(bytes: Uint8Array, options?: DecodeOptions): T;

/** Encodes a value. Throws `NwsValueError`, which says what in it cannot be encoded. */
export function encode(value: unknown): Buffer;

/** Whether two values are the same kind with the same content. */
export function equals(one: unknown, other: unknown): boolean;

/** A value cannot be encoded, or bytes are not an encoded value. */
export class NwsValueError extends TypeError {}

/** A 32-bit float. */
export class NwsFloat32 {
  constructor(value: number);
  valueOf(): number;
  toString(): string;
  toJSON(): number;
}

/** A float that looks like an integer, such as `1.0`. */
export class NwsFloat64 {
  constructor(value: number);
  valueOf(): number;
  toString(): string;
  toJSON(): number;
}

/** A decimal number with all its digits. */
export class NwsDecimal {
  constructor(value: string | number | bigint);
  toString(): string;
  toJSON(): string;
}

/** A complex number. */
export class NwsComplex {
  constructor(real: number, imaginary?: number);
  readonly real: number;
  readonly imaginary: number;
  toString(): string;
}

/** A date and time, to the nanosecond: an instant, with an offset from UTC, or naive (offset null). */
export class NwsDateTime {
  constructor(seconds: bigint | number, nanoseconds?: number, offset?: number | null);
  static parse(text: string): NwsDateTime;
  static fromDate(date: Date, offset?: number): NwsDateTime;
  readonly seconds: bigint;
  readonly nanoseconds: number;
  readonly offset: number | null;
  get fitsDate(): boolean;
  toDate(): Date;
  toString(): string;
  toJSON(): string;
}

/** A span of time, to the nanosecond. */
export class NwsDuration {
  constructor(seconds: bigint | number, nanoseconds?: number);
  static fromMilliseconds(milliseconds: number): NwsDuration;
  readonly seconds: bigint;
  readonly nanoseconds: number;
  valueOf(): number;
  toString(): string;
  toJSON(): string;
}

/** A UUID. */
export class NwsUuid {
  constructor(text: string);
  static random(): NwsUuid;
  static fromBytes(bytes: Uint8Array): NwsUuid;
  toBytes(): Uint8Array;
  toString(): string;
  toJSON(): string;
}

/** A tuple, as C# and Python have it. */
export class NwsTuple<T = any> extends Array<T> {
  static of(...items: any[]): NwsTuple;
}

/** Element types of numeric arrays: kind and bytes. */
export type ElementType =
  'b1' | 'i1' | 'i2' | 'i4' | 'i8' | 'u1' | 'u2' | 'u4' | 'u8' | 'f2' | 'f4' | 'f8' | 'c8' | 'c16';

/** An element of a numeric array. */
export type ArrayElement = number | bigint | boolean | NwsComplex;

/** A numeric array of any number of dimensions. */
export class NwsArray {
  constructor(type: ElementType, shape: number[], bytes: Uint8Array);
  static from(rows: ArrayLike<unknown> | ArrayElement, type?: ElementType): NwsArray;
  readonly type: ElementType;
  readonly shape: readonly number[];
  get length(): number;
  get bytes(): Uint8Array;
  get data(): ArrayBufferView;
  at(...indices: number[]): ArrayElement;
  set(indices: number[], value: ArrayElement): void;
  toNested(): any;
  toString(): string;
}

/** What is known of an error that happened elsewhere. */
export interface ErrorRecord {
  type: string;
  message: string;
  stack?: string;
  language?: string;
  cause?: unknown;
}

/** An error that happened in another program, maybe in another language. */
export class NwsRemoteError extends Error {
  constructor(record: ErrorRecord);
  readonly type: string;
  readonly language: string;
  readonly remoteStack: string;
  readonly cause?: any;
  toString(): string;
}
