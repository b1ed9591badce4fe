import type { LabelledBatch, LayerParameters, LossSums } from '../../kernels/kernels';
import { Trainer, type TrainerOptions } from '../../kernels/training/trainer';
import type { BatchStep, LayerSignals, TrainingEngine } from './engine';
import { firstNonFinite } from './firstNonFinite';
import { linksByInput } from './linksByInput';

/** The sparse engine in WebAssembly, on one thread or several. It copies the arrays of the layers that it is given. */
export class WasmEngine implements TrainingEngine {
  readonly kind = 'sparse';

  private constructor(private readonly trainer: Trainer) {}

  /** As `Trainer.start`. */
  static async start(options: Omit<TrainerOptions, 'byInput'>): Promise<WasmEngine> {
    const byInput = options.layers.map(linksByInput);
    return new WasmEngine(await Trainer.start({ ...options, byInput }));
  }

  trainSteps(count: number, next: (k: number) => BatchStep): LossSums[] {
    return this.trainer.work('train', count, next);
  }

  backward(batch: LabelledBatch, visit: (k: number, signals: LayerSignals) => void): LossSums {
    const { trainer } = this;
    const [sums] = trainer.work('signals', 1, () => ({ batch, step: null }));
    for (let k = trainer.layers.length - 1; k >= 0; k--) {
      visit(k, {
        // Out of the tiles they are copied, so only for those who ask.
        get input() {
          return trainer.lastInput(k);
        },
        get outputGradient() {
          return trainer.lastOutputGradient(k);
        },
        batch: batch.size,
        denseGradient: (begin, end, gradient) => {
          trainer.denseGradient(k, begin, end, gradient);
        },
      });
    }
    return sums;
  }

  evaluate(count: number, next: (k: number) => LabelledBatch): LossSums[] {
    return this.trainer.work('evaluate', count, (k) => ({ batch: next(k), step: null }));
  }

  layers(): readonly LayerParameters[] {
    return this.trainer.layers.map(({ parameters }) => parameters);
  }

  replaceLayer(k: number, layer: LayerParameters): void {
    this.trainer.layers[k].replace(layer, linksByInput(layer, k));
  }

  firstNonFiniteLayer(): number | null {
    const { layers } = this.trainer;
    return firstNonFinite(
      layers.map(({ output }) => output),
      layers,
      this.trainer.lastSize,
    );
  }

  close(): Promise<void> {
    return this.trainer.close();
  }
}
