import type { RunInputs } from '../../checkpoints/runFolder/runInputs';
import type { Dataset } from './dataset';

/** What the run folder says of the inputs. */
export function runInputsOf({ columns, image }: Pick<Dataset, 'columns' | 'image'>): RunInputs {
  if (image === null) return { columns, image };
  const { height, width, channels, strides } = image;
  return {
    columns,
    image: { height, width, channels, order: strides.column === 1 ? 'planar' : 'interleaved' },
  };
}
