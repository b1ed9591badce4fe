import type { EngineKind } from '../../checkpoints/trainingSnapshot';
import type { TrainingEngine } from './engine';
import { chooseEngine, type EngineDemand } from './choice';
import { startSparseEngine, type SparseEngineOptions } from './sparse';
import { TensorflowError } from './tensorflow/library';
import { startTensorflowEngine } from './tensorflow/start';

export interface EngineOptions extends SparseEngineOptions, EngineDemand {
  /** The engine that a run being continued was trained by; null for a new one. */
  readonly before: EngineKind | null;
}

/**
 * Starts the engine that the configuration demands or, where it leaves that open, the one that a run began with, or else
 * the faster one, and logs which and why. TensorFlow that is merely preferred is replaced by the sparse engine where it is
 * missing. Throws `TensorflowError` where it is demanded, and `DenseMemoryError`.
 */
export async function startEngine(options: EngineOptions): Promise<TrainingEngine> {
  const { wanted, before, log } = options;
  const { kind, why } =
    before === null || wanted !== 'auto'
      ? chooseEngine(options)
      : { kind: before, why: 'as the run began with it' };
  if (kind === 'sparse') {
    log('info', `the sparse engine, ${why}`);
    return startSparseEngine(options);
  }
  try {
    return startTensorflowEngine(options, why);
  } catch (error) {
    if (wanted !== 'auto' || !(error instanceof TensorflowError)) throw error;
    const loss = before === null ? '' : '; its numbers differ from those of TensorFlow in their last digits';
    log('warning', `the sparse engine in place of TensorFlow's${loss}, since ${error.message}`);
    return startSparseEngine(options);
  }
}
