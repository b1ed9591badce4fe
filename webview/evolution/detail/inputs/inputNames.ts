import { type RunInputs, unknownInputs } from '../../../../src/protocol/runInputs';
import type { StructureChoices } from '../../../../src/protocol/structureChoices';
import type { Choices } from '../../../shared/choices';
import { columnsOf, inputName, type InputShape, offeredShapes, shapeOfKey } from '../../../shared/inputShape';
import { folderOf, type RunInputsStore } from '../../../shared/runInputsStore';
import { Latest } from '../latest';

/** How the inputs of the network lie and what they are called, for all views of a panel. */
export class InputNames {
  private folder: string | null = null;
  private said: RunInputs = unknownInputs;
  private readonly latest = new Latest();

  /** `onKnown`: what is shown by names or shape is to be drawn again. */
  constructor(
    private readonly choices: Choices<StructureChoices>,
    private readonly store: RunInputsStore,
    private readonly onKnown: () => void,
  ) {}

  /** From now on they are those of the run that this checkpoint belongs to. */
  follow(checkpoint: string): void {
    const folder = folderOf(checkpoint);
    if (folder === this.folder) return;
    this.folder = folder;
    this.said = unknownInputs;
    const know = (said: RunInputs): void => {
      this.said = said;
      this.onKnown();
    };
    this.latest.load(
      () => this.store.load({ path: folder }),
      know,
      (problem) => {
        know({ ...unknownInputs, problem });
      },
    );
  }

  /** Why what the run says of its inputs cannot be had. */
  get problem(): string | null {
    return this.said.problem;
  }

  /** Null where the inputs are no image. */
  shape(inputs: number): InputShape | null {
    return shapeOfKey(this.choices.current.shape, inputs, this.said);
  }

  /** Shapes to choose from. */
  shapes(inputs: number): readonly InputShape[] {
    return offeredShapes(inputs, this.said);
  }

  name(input: number, inputs: number): string {
    return inputName(input, this.shape(inputs), columnsOf(inputs, this.said));
  }
}
