/**
 * The files of this folder are written in the common subset of TypeScript and AssemblyScript: one source is both the
 * WebAssembly kernel and its plain-TypeScript twin. Here are the names that AssemblyScript has and TypeScript lacks;
 * `../assembly/` holds what replaces `memory.ts` in the other language.
 */
type i32 = number;
type f64 = number;
type bool = boolean;
type I32s = Int32Array;
type F64s = Float64Array;
type F32s = Float32Array;
type U8s = Uint8Array;
/** Two bytes each unless there are more than 65,535 classes. */
type ClassNumbers = Uint16Array | Int32Array;
