/** The part of the WebAssembly interface that the kernels use; TypeScript has it only among the types of browsers. */
declare namespace WebAssembly {
  // @types/node has the type.
  const Module: new (bytes: Uint8Array) => Module;
  class Instance {
    constructor(module: Module, imports: Record<string, Record<string, unknown>>);
    readonly exports: unknown;
  }
  class Memory {
    constructor(pages: { readonly initial: number; readonly maximum: number; readonly shared: true });
    readonly buffer: ArrayBuffer;
    /** Throws `RangeError` where there is no more. */
    grow(pages: number): number;
  }
  class CompileError extends Error {}
  class RuntimeError extends Error {}
}
