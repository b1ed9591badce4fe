import { field, select, setChoices, setValue } from './controls';
import { type InputShape, shapeKey, shapeName } from './inputShape';

/** A choice of how the inputs of a network lie in an image, or that they are none. */
export class ShapePicker {
  private readonly select;
  readonly root: HTMLElement;
  private offered: string | null = null;

  /** `none`: what is shown where they are no image; `onChoose` is told the key of a shape. */
  constructor(
    private readonly none: string,
    onChoose: (key: string) => void,
  ) {
    this.select = select([['none', none]], () => {
      onChoose(this.select.value);
    });
    this.select.style.width = '22ch';
    this.root = field('Shape', this.select);
  }

  update(shapes: readonly InputShape[], chosen: InputShape | null): void {
    const offered = shapes.map(shapeKey).join();
    if (this.offered !== offered) {
      this.offered = offered;
      setChoices(this.select, [
        ...shapes.map((shape) => [shapeKey(shape), shapeName(shape)] as const),
        ['none', this.none],
      ]);
    }
    setValue(this.select, shapeKey(chosen));
  }
}
