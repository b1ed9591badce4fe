import { type Button, iconButton, setLabel } from './controls';
import './fold.css';

/** Which sections of a panel are folded, by their names, and who has to know. */
export interface Folds {
  isFolded(id: string): boolean;
  fold(id: string, folded: boolean): void;
}

/** Folds that are kept as a list of what is folded. */
export function listedFolds(
  listed: () => readonly string[],
  keep: (folded: readonly string[]) => void,
): Folds {
  return {
    isFolded: (id) => listed().includes(id),
    fold(id, folded) {
      const others = listed().filter((each) => each !== id);
      keep(folded ? [...others, id] : others);
    },
  };
}

/** A button before the heading of a section that folds all below it away. */
export class Fold {
  private readonly button: Button;

  /** `section` begins with its head, which holds an `h2`. */
  constructor(
    private readonly section: HTMLElement,
    private readonly label: string,
    private readonly id: string,
    private readonly folds: Folds,
  ) {
    this.button = iconButton('chevron-down', label, () => {
      folds.fold(id, !this.folded);
      this.show();
    });
    this.button.classList.add('fold');
    section.firstElementChild!.prepend(this.button);
    this.show();
  }

  get folded(): boolean {
    return this.folds.isFolded(this.id);
  }

  private show(): void {
    const { button, folded, label } = this;
    this.section.classList.toggle('folded', folded);
    button.icon = folded ? 'chevron-right' : 'chevron-down';
    setLabel(button, label);
    button.ariaExpanded = String(!folded);
  }
}
