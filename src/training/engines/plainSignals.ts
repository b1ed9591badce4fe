import { plainKernels } from '../../kernels/plain';
import type { LayerSignals } from './engine';

/** Signals of a layer with so many inputs, whose gradients the plain kernel makes. */
export function plainSignals(
  { input, outputGradient, batch }: Pick<LayerSignals, 'input' | 'outputGradient' | 'batch'>,
  inputs: number,
): LayerSignals {
  return {
    input,
    outputGradient,
    batch,
    denseGradient: (begin, end, gradient) => {
      plainKernels.denseGradient(input, outputGradient, inputs, begin, end, batch, gradient);
    },
  };
}
