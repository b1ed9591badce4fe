import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import type { ensureCompiler } from '../scripts/compiler.mjs';
import type { LayerParameters, LinksByInput } from '../src/kernels/kernels';
import { SharedLayer } from '../src/kernels/training/sharedLayer';
import { SharedMemory } from '../src/kernels/training/sharedMemory';
import { startTrainingModule } from '../src/kernels/training/trainingModule';
import { randomStream } from '../src/topology/random';
import { linksByInput } from '../src/training/engines/linksByInput';
import type { LayerPlan } from '../src/training/layerPlan';
import { drawTopology, withInitialWeights } from '../src/training/network';
import { Peer } from './peer';
import { describeMachine, median, print, printTable } from './table';

const BATCH = Number(process.env['BATCH'] ?? 128);
const ROUNDS = 15;
const ROUND_SECONDS = 0.02;
const SHAPES = [
  { neurons: 1000, links: 40_000 },
  { neurons: 3000, links: 90_000 },
];
const OPERATIONS = ['forward', 'inputGradient', 'update'] as const;
type Operation = (typeof OPERATIONS)[number];

/** A layer and a batch, the same for all. */
interface Work {
  readonly layer: LayerParameters;
  readonly byInput: LinksByInput;
  readonly input: Float32Array;
  readonly gradient: Float32Array;
}

interface Contender {
  readonly name: string;
  /** Processor time of so many repetitions, and a checksum of what came out. */
  run(operation: Operation, times: number): Promise<{ readonly seconds: number; readonly checksum: number }>;
  close(): Promise<void>;
}

/**
 * Each kernel of a training step on one thread beside its native twin with vectors of 128 bits. `files` are further builds
 * of the module to measure.
 */
export async function run(root: string, files: readonly string[]): Promise<void> {
  print(`Kernels at batch ${BATCH}, one thread, GFLOP/s of processor time; ${describeMachine()}`);
  const scratch = mkdtempSync(path.join(tmpdir(), 'sparse-topology-bench-'));
  try {
    const natives = await compileNatives(root, scratch);
    for (const { neurons, links } of SHAPES) {
      const work = makeWork(neurons, links);
      const file = writeWork(scratch, work);
      const contenders = [
        ...[path.join(root, 'dist', 'training.wasm'), ...files].map((file, k) =>
          wasm(k === 0 ? 'WebAssembly' : file, file, work),
        ),
        ...natives.map(({ name, program }) => native(name, program, file)),
      ];
      print(`\n${neurons}×${neurons}, ${links} links`);
      await measure(contenders, links);
      for (const contender of contenders) await contender.close();
    }
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

async function measure(contenders: readonly Contender[], links: number): Promise<void> {
  const rows = [['', ...contenders.map(({ name }) => name), 'of native, same bits']];
  for (const operation of OPERATIONS) {
    const rates = contenders.map((): number[] => []);
    const { seconds } = await contenders[0].run(operation, 10);
    const times = Math.max(1, Math.round((10 * ROUND_SECONDS) / seconds));
    const checksums: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      for (const [k, contender] of contenders.entries()) {
        const done = await contender.run(operation, times);
        rates[k].push((2 * links * BATCH * times) / done.seconds / 1e9);
        checksums[k] = done.checksum;
      }
    }
    // `update` has changed its layer; its results depend on how often it ran.
    const exact = contenders.findIndex(({ name }) => name === sameBits);
    if (operation !== 'update' && exact >= 0 && checksums[0] !== checksums[exact]) {
      throw new Error(`${operation}: the native twin comes to other bits`);
    }
    const own = rates[0];
    rows.push([
      operation,
      ...rates.map((of) => median(of).toFixed(1)),
      exact < 0 ? '–' : `${(100 * median(own.map((rate, k) => rate / rates[exact][k]))).toFixed(0)} %`,
    ]);
  }
  printTable(rows);
}

function makeWork(neurons: number, links: number): Work {
  const plan: LayerPlan = { inputs: neurons, outputs: neurons, links };
  const [layer] = withInitialWeights(drawTopology([plan], 1), 1);
  const random = randomStream(1, 'bench', neurons);
  const values = (): Float32Array => Float32Array.from({ length: neurons * BATCH }, () => random.normal());
  return { layer, byInput: linksByInput(layer, 1)!, input: values(), gradient: values() };
}

function wasm(name: string, file: string, { layer, byInput, input, gradient }: Work): Contender {
  const memory = new SharedMemory();
  const record = memory.uint32s(SharedLayer.recordWords);
  const shared = new SharedLayer(memory, record, BATCH, layer, byInput, false, true);
  shared.gradient.set(gradient);
  const [inputs, inputGradients] = [memory.float32s(input.length), memory.float32s(input.length)];
  const weights = memory.float32s(layer.outputs);
  inputs.set(input);
  const kernels = startTrainingModule(new WebAssembly.Module(readFileSync(file)), memory.memory);
  const [at, from, to] = [record.byteOffset, inputs.byteOffset, inputGradients.byteOffset];
  const operations: Readonly<Record<Operation, () => void>> = {
    forward: () => {
      kernels.forward(at, from, shared.output.byteOffset, BATCH, 1, 0, layer.outputs, 0, BATCH);
    },
    inputGradient: () => {
      kernels.inputGradient(
        at,
        shared.gradient.byteOffset,
        from,
        to,
        weights.byteOffset,
        BATCH,
        0,
        layer.inputs,
        0,
        BATCH,
      );
    },
    update: () => {
      kernels.update(at, from, BATCH, 1e-9, 0.9, 0, 0, layer.outputs);
    },
  };
  const results: Readonly<Record<Operation, Float32Array>> = {
    forward: shared.output,
    inputGradient: inputGradients,
    update: shared.parameters.velocities,
  };
  return {
    name,
    run(operation, times) {
      const begin = process.cpuUsage();
      for (let k = 0; k < times; k++) operations[operation]();
      const { user, system } = process.cpuUsage(begin);
      return Promise.resolve({ seconds: (user + system) / 1e6, checksum: checksumOf(results[operation]) });
    },
    close: () => Promise.resolve(),
  };
}

function checksumOf(values: Float32Array): number {
  return values.reduce((sum, value, k) => sum + value * ((k % 97) + 1), 0);
}

const sameBits = 'native';

interface Native {
  readonly name: string;
  readonly program: string;
}

/** With the same roundings as ours, with fused multiplication and addition, and with whatever the processor has. */
async function compileNatives(root: string, scratch: string): Promise<Native[]> {
  const script = pathToFileURL(path.join(root, 'scripts/compiler.mjs')).href;
  const scripts = (await import(script)) as { ensureCompiler: typeof ensureCompiler };
  const { python, reason } = await scripts.ensureCompiler();
  if (python === null) {
    print(`ABSENT: the native twins (${reason}).`);
    return [];
  }
  const kinds = [
    { name: sameBits, options: ['-ffp-contract=off'] },
    { name: 'native, FMA', options: ['-ffp-contract=fast'] },
  ];
  const compile = async ({ name, options }: (typeof kinds)[number], k: number): Promise<Native> => {
    const program = path.join(scratch, `kernels${k}`);
    const common = ['-O3', '-march=native', '-mprefer-vector-width=128', '-fno-sanitize=all'];
    const source = path.join(root, 'bench/kernels.c');
    await promisify(execFile)(python, ['-m', 'ziglang', 'cc', ...common, ...options, source, '-o', program]);
    return { name, program };
  };
  return Promise.all(kinds.map(compile));
}

function writeWork(scratch: string, { layer, byInput, input, gradient }: Work): string {
  const file = path.join(scratch, `${layer.outputs}.layer`);
  const { inputs, outputs, indptr, indices, values, bias } = layer;
  const arrays = [
    Int32Array.of(inputs, outputs, indices.length, BATCH),
    ...[indptr, indices, byInput.indptr, byInput.neurons, byInput.positions],
    ...[values, bias, input, gradient],
  ];
  writeFileSync(
    file,
    Buffer.concat(arrays.map((one) => Buffer.from(one.buffer, one.byteOffset, one.byteLength))),
  );
  return file;
}

function native(name: string, program: string, file: string): Contender {
  const peer = new Peer(program, file, [], {});
  return {
    name,
    run: (operation, times) => peer.ask(`${operation} ${times}`),
    close: () => peer.close(),
  };
}
