import { compiledKernel, startKernel } from './compiledKernel';
import type { UnitLinks } from './search/unitLinks';
import type { Search, SearchKernel, SearchProblem } from './searchKernel';

/** Exports of `assembly/search.ts`; addresses and lengths are plain numbers. */
interface Exports {
  readonly memory: WebAssembly.Memory;
  reserveI32s(length: number): number;
  reserveF64s(length: number): number;
  rewind(): void;
  links(inStart: number, inputs: number, outStart: number, outputs: number, fanIn: number): number;
  open(
    a: number,
    b: number,
    ports: number,
    inputs: number,
    weight: number,
    layerFrom: number,
    layerWidth: number,
    portsPerUnit: number,
    movable: number,
    movableCount: number,
  ): void;
  partner(): number;
  best(): number;
  refresh(): number;
  anneal(proposals: number, hottest: number, coolest: number, seed: number): number;
  descend(): number;
}

/** An instance that has grown beyond this is dropped after use: WebAssembly memory never shrinks. */
const keptBytes = 64 * 2 ** 20;

/** The search in WebAssembly; undefined where its file is missing (an unbuilt checkout) or cannot be compiled. */
export function loadWasmSearch(): SearchKernel | undefined {
  const module = compiledKernel('search.wasm');
  if (module === undefined) return undefined;
  let kept: Exports | undefined;
  return {
    name: 'wasm',
    open(problem) {
      const exports = kept ?? instantiate(module);
      exports.rewind();
      const search = openIn(exports, problem);
      kept = exports.memory.buffer.byteLength <= keptBytes ? exports : undefined;
      return search;
    },
  };
}

function openIn(exports: Exports, problem: SearchProblem): Search {
  const { ports, inputs, a, b, weight, layerFrom, layerWidth, portsPerUnit, movable } = problem;
  exports.open(
    putLinks(exports, a),
    putLinks(exports, b),
    ports,
    inputs,
    putF64s(exports, weight),
    putI32s(exports, layerFrom),
    putI32s(exports, layerWidth),
    putI32s(exports, portsPerUnit),
    putI32s(exports, movable),
    movable.length,
  );
  const at = (address: number) => new Int32Array(exports.memory.buffer, address, ports);
  return {
    setPartners(partners) {
      at(exports.partner()).set(partners);
      return exports.refresh();
    },
    anneal({ proposals, hottest, coolest, seed }) {
      exports.anneal(proposals, hottest, coolest, seed | 0);
      at(exports.partner()).set(at(exports.best()));
      return exports.refresh();
    },
    descend() {
      exports.descend();
      return exports.refresh();
    },
    partners: () => at(exports.partner()).slice(),
  };
}

function putLinks(
  exports: Exports,
  { inStart, inputs, outStart, outputs, fanIn }: Readonly<UnitLinks>,
): number {
  return exports.links(
    putI32s(exports, inStart),
    putI32s(exports, inputs),
    putI32s(exports, outStart),
    putI32s(exports, outputs),
    putI32s(exports, fanIn),
  );
}

function putI32s(exports: Exports, array: Int32Array): number {
  const address = exports.reserveI32s(array.length);
  new Int32Array(exports.memory.buffer, address, array.length).set(array);
  return address;
}

function putF64s(exports: Exports, array: Float64Array): number {
  const address = exports.reserveF64s(array.length);
  new Float64Array(exports.memory.buffer, address, array.length).set(array);
  return address;
}

function instantiate(module: WebAssembly.Module): Exports {
  return startKernel(module, 'search').exports as unknown as Exports;
}
