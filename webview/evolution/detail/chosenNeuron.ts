import type { StructureChoices } from '../../../src/protocol/structureChoices';
import type { Choices } from '../../shared/choices';

/** Which neuron of the chosen layer is looked at, from wherever it was chosen. */
export class ChosenNeuron {
  private pointed: number | null = null;
  private readonly listeners: (() => void)[] = [];

  constructor(private readonly choices: Choices<StructureChoices>) {}

  /** Null for the neuron with the most inputs. */
  get neuron(): number | null {
    return this.pointed ?? this.choices.current.neuron;
  }

  pin(neuron: number): void {
    this.choices.change({ neuron });
    this.point(null);
  }

  /** For as long as a pointer or the focus rests on its name. */
  point(neuron: number | null): void {
    this.pointed = neuron;
    for (const listener of this.listeners) listener();
  }

  onChange(listener: () => void): void {
    this.listeners.push(listener);
  }
}
