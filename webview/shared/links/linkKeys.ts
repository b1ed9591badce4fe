/** What keys do with a picture of links. */
export interface LinkMoves {
  /** `factor` below 1 looks closer, at the middle. */
  zoom(factor: number): void;
  /** By these shares of what is seen, to the right and down. */
  pan(across: number, down: number): void;
  whole(): void;
  /** To the next link, or the one before. */
  step(by: 1 | -1): void;
}

/** Of one key, and of one click on a button. */
export const zoomStep = 0.7;
const panShare = 0.1;

/** Whether the key means anything here. */
export function obeyKey({ key, ctrlKey, metaKey, altKey }: KeyboardEvent, moves: LinkMoves): boolean {
  if (ctrlKey || metaKey || altKey) return false;
  const act = actions[key];
  act?.(moves);
  return act !== undefined;
}

const closer = (moves: LinkMoves): void => {
  moves.zoom(zoomStep);
};
const farther = (moves: LinkMoves): void => {
  moves.zoom(1 / zoomStep);
};

const actions: Readonly<Record<string, ((moves: LinkMoves) => void) | undefined>> = {
  '+': closer,
  '=': closer,
  '-': farther,
  '−': farther,
  '0': (moves) => {
    moves.whole();
  },
  ArrowLeft: (moves) => {
    moves.pan(-panShare, 0);
  },
  ArrowRight: (moves) => {
    moves.pan(panShare, 0);
  },
  ArrowUp: (moves) => {
    moves.pan(0, -panShare);
  },
  ArrowDown: (moves) => {
    moves.pan(0, panShare);
  },
  n: (moves) => {
    moves.step(1);
  },
  p: (moves) => {
    moves.step(-1);
  },
};
