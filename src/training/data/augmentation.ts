import type { RandomSource } from '../../topology/random';
import type { ImageShape } from './samples';

/** How training images are varied each time they are seen. */
export interface Augmentation {
  /** Mirrored left to right, every second time on average. */
  readonly flip: boolean;
  /** Moved by up to so many pixels in each direction, every distance equally likely; what comes in is 0. */
  readonly shift: number;
}

/** Draws where each feature of an image is taken from: its place in the stored sample, −1 for a value of 0. */
export class ImageVariation {
  private readonly places: Int32Array;

  constructor(
    private readonly image: ImageShape,
    private readonly augmentation: Augmentation,
  ) {
    this.places = new Int32Array(image.channels * image.height * image.width);
  }

  /** The array is used again by the next draw. */
  draw(random: RandomSource): Int32Array {
    const { flip, shift } = this.augmentation;
    const mirrored = flip && random.below(2) === 1;
    const moveX = shift === 0 ? 0 : random.below(2 * shift + 1) - shift;
    const moveY = shift === 0 ? 0 : random.below(2 * shift + 1) - shift;
    const { channels, height, width, strides } = this.image;
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const fromX = (mirrored ? width - 1 - x : x) - moveX;
        const fromY = y - moveY;
        const isInside = fromX >= 0 && fromX < width && fromY >= 0 && fromY < height;
        for (let channel = 0; channel < channels; channel++) {
          const to = channel * strides.channel + y * strides.row + x * strides.column;
          const from = channel * strides.channel + fromY * strides.row + fromX * strides.column;
          this.places[to] = isInside ? from : -1;
        }
      }
    }
    return this.places;
  }
}
