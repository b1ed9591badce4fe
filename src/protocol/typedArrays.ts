import * as z from 'zod';

/** Typed arrays cross process borders as they are; their lengths are said where they are used. */
export const int32Schema = z.custom<Int32Array>((value) => value instanceof Int32Array);
export const uint32Schema = z.custom<Uint32Array<ArrayBuffer>>((value) => value instanceof Uint32Array);
export const float32Schema = z.custom<Float32Array<ArrayBuffer>>((value) => value instanceof Float32Array);
export const float64Schema = z.custom<Float64Array<ArrayBuffer>>((value) => value instanceof Float64Array);
