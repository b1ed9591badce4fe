import { compiledKernel } from '../../kernels/compiledKernel';
import type { LayerParameters } from '../../kernels/kernels';
import type { NetworkFunctions } from '../../kernels/networkFunctions';
import { plainKernels } from '../../kernels/plain';
import type { TrainingEngine } from './engine';
import { PlainEngine } from './plain';
import { fittingThreads } from './threads';
import { WasmEngine } from './wasm';

export interface SparseEngineOptions {
  readonly layers: readonly LayerParameters[];
  readonly batchSize: number;
  readonly functions: NetworkFunctions;
  /** Whether any step will be another than an `isFused` one. */
  readonly keepsGradients: boolean;
  /** Null: as many as fit. */
  readonly threads: number | null;
  /** Says which engine it is; a warning where it is not the one that was wanted. */
  readonly log: (level: 'info' | 'warning', message: string) => void;
}

/**
 * The project's own engine: time and memory proportional to links, plus neurons times batch. In WebAssembly where that is
 * possible, otherwise in plain JavaScript; the results are the same to the bit.
 */
export async function startSparseEngine(options: SparseEngineOptions): Promise<TrainingEngine> {
  const { layers, batchSize, functions, keepsGradients, log } = options;
  const links = layers.reduce((sum, { indices }) => sum + indices.length, 0);
  const threads = options.threads ?? fittingThreads(links, batchSize);
  const module = compiledKernel('training.wasm');
  let why = 'training.wasm is missing, or this Node has no WebAssembly with SIMD and threads';
  if (module !== undefined) {
    try {
      const engine = await WasmEngine.start({
        module,
        layers,
        batchSize,
        functions,
        keepsGradients,
        threads,
      });
      log('info', `sparse engine: WebAssembly, ${threads} ${threads === 1 ? 'thread' : 'threads'}`);
      return engine;
    } catch (error) {
      why = error instanceof Error ? error.message : String(error);
    }
  }
  log('warning', `sparse engine: plain JavaScript on one thread, several times slower, because ${why}`);
  return new PlainEngine(layers, batchSize, plainKernels, functions);
}
