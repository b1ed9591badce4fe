import type { StructureChoices } from '../../../../src/protocol/structureChoices';
import type { Choices } from '../../../shared/choices';
import { inputName, type InputShape, shapeOfKey } from '../../../shared/inputShape';

/** How the inputs of the network lie and what they are called, for all views of a panel. */
export class InputNames {
  /** Of the training data, in their order, where they are known. */
  columns: readonly string[] | null = null;

  constructor(private readonly choices: Choices<StructureChoices>) {}

  /** Null where the inputs are no image. */
  shape(inputs: number): InputShape | null {
    const { shape } = this.choices.current;
    // Data with names for its columns are a table, unless somebody says otherwise.
    return shape === null && this.known(inputs) ? null : shapeOfKey(shape, inputs);
  }

  name(input: number, inputs: number): string {
    return inputName(input, this.shape(inputs), this.known(inputs) ? this.columns : null);
  }

  private known(inputs: number): boolean {
    return this.columns?.length === inputs;
  }
}
