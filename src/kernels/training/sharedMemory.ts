const pageBytes = 65_536;
const mostPages = 65_536;
/** A cache line: no two arrays have one in common. */
const alignment = 64;

/** The network does not fit into the 4 GiB that WebAssembly can address, or into the machine. */
export class TrainingMemoryError extends Error {
  override readonly name = 'TrainingMemoryError';

  constructor(readonly bytes: number) {
    super(`no WebAssembly memory of ${(bytes / 2 ** 30).toFixed(1)} GiB (at most 4 GiB can be had)`);
  }
}

/** Arrays in one WebAssembly memory that all threads share. Nothing is ever given back. */
export class SharedMemory {
  readonly memory: WebAssembly.Memory;
  /** The first page is the module's own. */
  private next = pageBytes;

  /** Throws `TrainingMemoryError`. */
  constructor() {
    try {
      this.memory = new WebAssembly.Memory({ initial: 1, maximum: mostPages, shared: true });
    } catch {
      throw new TrainingMemoryError(mostPages * pageBytes);
    }
  }

  float32s(length: number): Float32Array {
    const address = this.reserve(4 * length);
    return new Float32Array(this.memory.buffer, address, length);
  }

  float64s(length: number): Float64Array {
    const address = this.reserve(8 * length);
    return new Float64Array(this.memory.buffer, address, length);
  }

  int32s(length: number): Int32Array {
    const address = this.reserve(4 * length);
    return new Int32Array(this.memory.buffer, address, length);
  }

  uint32s(length: number): Uint32Array {
    const address = this.reserve(4 * length);
    return new Uint32Array(this.memory.buffer, address, length);
  }

  private reserve(bytes: number): number {
    const address = this.next;
    this.next = Math.ceil((address + bytes) / alignment) * alignment;
    const missing = Math.ceil((this.next - this.memory.buffer.byteLength) / pageBytes);
    if (missing > 0) {
      try {
        this.memory.grow(missing);
      } catch {
        throw new TrainingMemoryError(this.next);
      }
    }
    return address;
  }
}
