import { compiledKernel, startKernel } from './compiledKernel';
import type { AssignmentKernel, ClassWeights, NeuronSets, OverlapClasses } from './assignmentKernel';
import { checkPairs, coarseScale, largestEpsilon, provenBySteps, smallestEpsilon } from './assignmentKernel';

/** Exports of `assembly/assignment.ts`; addresses and lengths are plain numbers. */
interface Exports {
  readonly memory: WebAssembly.Memory;
  reserve(bytes: number): number;
  rewind(): void;
  build(
    rows: number,
    rowIndptr: number,
    rowIndices: number,
    columns: number,
    columnIndptr: number,
    columnIndices: number,
    inputs: number,
  ): number;
  classCount(): number;
  classShared(): number;
  classSizeSum(): number;
  solve(
    exact: number,
    coarse: number,
    factor: number,
    largestEpsilon: number,
    smallestEpsilon: number,
  ): number;
  solveInOrder(costs: number, elsewhere: number): void;
  orderedColumnOfRow(): number;
  orderedClassOfRow(): number;
  graphStart(): number;
  graphEnd(): number;
  graphClass(): number;
  columnOfRow(): number;
  classOfRow(): number;
  rowDual(): number;
  columnDual(): number;
}

/** Up to this size an instance is kept for the next problem; a larger one only until its memory is collected. */
const keptBytes = 64 * 2 ** 20;

/** The kernel in WebAssembly; undefined where its files are missing (an unbuilt checkout) or cannot be compiled. */
export function loadWasmAssignment(): AssignmentKernel | undefined {
  const narrow = compiledKernel('assignment.wasm');
  const wide = compiledKernel('assignmentWide.wasm');
  if (narrow === undefined || wide === undefined) return undefined;
  let kept: { deref(): Exports | undefined } | undefined;

  /** Calls `work` with an instance that has built the overlaps. */
  function withOverlaps<T>(
    rows: NeuronSets,
    columns: NeuronSets,
    inputs: number,
    work: (exports: Exports, isWide: boolean) => T,
  ): T {
    checkPairs(rows, columns, inputs);
    const exports = kept?.deref() ?? instantiate(narrow!);
    kept = undefined;
    exports.rewind();
    if (!build(exports, rows, columns, inputs)) {
      const wider = instantiate(wide!);
      build(wider, rows, columns, inputs);
      return work(wider, true);
    }
    const result = work(exports, false);
    // WebAssembly memory never shrinks, but two large ones at a time would be worse.
    kept = exports.memory.buffer.byteLength <= keptBytes ? { deref: () => exports } : new WeakRef(exports);
    return result;
  }

  return {
    name: 'wasm',

    solve(rows, columns, inputs, weigh, use) {
      return withOverlaps(rows, columns, inputs, (exports, isWide) => {
        const step = solve(exports, weigh(classesOf(exports)));
        const { buffer } = exports.memory;
        const start = new Int32Array(buffer, exports.graphStart(), rows.neurons + 1);
        const edges = start[rows.neurons];
        return use({
          columnOfRow: new Int32Array(buffer, exports.columnOfRow(), rows.neurons),
          classOfRow: new Int32Array(buffer, exports.classOfRow(), rows.neurons),
          rowDual: new Float64Array(buffer, exports.rowDual(), rows.neurons),
          columnDual: new Float64Array(buffer, exports.columnDual(), columns.neurons),
          start,
          end: new Int32Array(buffer, exports.graphEnd(), edges),
          edgeClass: isWide
            ? new Int32Array(buffer, exports.graphClass(), edges)
            : new Uint16Array(buffer, exports.graphClass(), edges),
          provenBy: provenBySteps[step],
        });
      });
    },

    solveInOrder(rows, columns, inputs, costs, use) {
      return withOverlaps(rows, columns, inputs, (exports) => {
        exports.solveInOrder(put(exports, costs(classesOf(exports))), 1);
        const { buffer } = exports.memory;
        return use({
          columnOfRow: new Int32Array(buffer, exports.orderedColumnOfRow(), rows.neurons),
          classOfRow: new Int32Array(buffer, exports.orderedClassOfRow(), rows.neurons),
        });
      });
    },
  };
}

function instantiate(module: WebAssembly.Module): Exports {
  return startKernel(module, 'assignment').exports as Exports;
}

/** False if two bytes are not enough to number the classes. */
function build(exports: Exports, rows: NeuronSets, columns: NeuronSets, inputs: number): boolean {
  const complete = exports.build(
    rows.neurons,
    put(exports, rows.indptr),
    put(exports, rows.indices),
    columns.neurons,
    put(exports, columns.indptr),
    put(exports, columns.indices),
    inputs,
  );
  return complete !== 0;
}

function classesOf(exports: Exports): OverlapClasses {
  const count = exports.classCount();
  return {
    count,
    shared: new Int32Array(exports.memory.buffer, exports.classShared(), count).slice(),
    sizeSum: new Int32Array(exports.memory.buffer, exports.classSizeSum(), count).slice(),
  };
}

/** Which step proved the optimum. */
function solve(exports: Exports, weights: ClassWeights): number {
  return exports.solve(
    put(exports, weights.exact),
    put(exports, weights.coarse),
    weights.scale / coarseScale,
    largestEpsilon(weights),
    smallestEpsilon,
  );
}

/** Copies an array into the kernel's memory. */
function put(exports: Exports, array: Int32Array | Float64Array): number {
  const address = exports.reserve(array.byteLength);
  new Uint8Array(exports.memory.buffer, address, array.byteLength).set(
    new Uint8Array(array.buffer, array.byteOffset, array.byteLength),
  );
  return address;
}
