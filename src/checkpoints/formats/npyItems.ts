import type { Fail } from './fail';
import { shapeText, typeText, type NpyArray } from './npy';

/** Values as float32, and which of them were not 0 before that rounding. */
export interface Values {
  readonly values: Float32Array;
  /** 1 where the item is not 0 (as numpy sees it: NaN is not 0). */
  readonly nonzero: Uint8Array;
}

/** A one-dimensional array of integers of 0 to 2³² − 1. */
export function indicesOf(array: NpyArray, fail: Fail): Uint32Array {
  if (array.shape.length !== 1 || !(array.kind === 'i' || array.kind === 'u')) {
    throw fail('a list of integers', `${typeText(array)} of shape ${shapeText(array.shape)}`);
  }
  const items = integers(array);
  const indices = new Uint32Array(items.length);
  for (let k = 0; k < items.length; k++) {
    const item = items[k];
    if (item < 0 || item > 0xffffffff) throw fail('integers of 0 to 2^32 - 1', `${item} at ${k}`);
    indices[k] = Number(item);
  }
  return indices;
}

/** A one-dimensional array of real numbers or booleans. */
export function valuesOf(array: NpyArray, fail: Fail): Values {
  if (array.shape.length !== 1 || array.kind === 'S' || array.kind === 'U') {
    throw fail('a list of numbers', `${typeText(array)} of shape ${shapeText(array.shape)}`);
  }
  const items = array.kind === 'f' ? floats(array) : integers(array);
  const values = new Float32Array(items.length);
  const nonzero = new Uint8Array(items.length);
  for (let k = 0; k < items.length; k++) {
    const item = Number(items[k]);
    values[k] = item;
    nonzero[k] = item === 0 ? 0 : 1;
  }
  return { values, nonzero };
}

/** A single string. */
export function textOf(array: NpyArray, fail: Fail): string {
  if (array.shape.length !== 0 || !(array.kind === 'S' || array.kind === 'U')) {
    throw fail('a single string', `${typeText(array)} of shape ${shapeText(array.shape)}`);
  }
  const codes = array.kind === 'S' ? array.bytes : new Uint32Array(nativeBuffer(array, 4));
  return String.fromCharCode(...codes.slice(0, 64)).replace(/\0+$/, '');
}

function integers(array: NpyArray): ArrayLike<number | bigint> {
  const buffer = nativeBuffer(array, array.itemBytes);
  const signed = array.kind === 'i';
  switch (array.itemBytes) {
    case 1:
      return signed ? new Int8Array(buffer) : new Uint8Array(buffer);
    case 2:
      return signed ? new Int16Array(buffer) : new Uint16Array(buffer);
    case 4:
      return signed ? new Int32Array(buffer) : new Uint32Array(buffer);
    default:
      return signed ? new BigInt64Array(buffer) : new BigUint64Array(buffer);
  }
}

function floats(array: NpyArray): ArrayLike<number> {
  const buffer = nativeBuffer(array, array.itemBytes);
  switch (array.itemBytes) {
    case 2:
      return Float32Array.from(new Uint16Array(buffer), halfToNumber);
    case 4:
      return new Float32Array(buffer);
    default:
      return new Float64Array(buffer);
  }
}

/** A copy of the items, aligned, in this machine's byte order. */
function nativeBuffer(array: NpyArray, itemBytes: number): ArrayBuffer {
  const bytes = Uint8Array.from(array.bytes);
  if (array.bigEndian) {
    for (let start = 0; start < bytes.length; start += itemBytes) {
      bytes.subarray(start, start + itemBytes).reverse();
    }
  }
  return bytes.buffer;
}

/** IEEE 754 binary16. */
function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
