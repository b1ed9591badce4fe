/** In pixels. */
export interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** In pixels: finer than a letter. */
const cell = 3;

/** What of a picture is taken, as a coarse raster: asked often, and by many. */
export class Occupied {
  private readonly across: number;
  private readonly down: number;
  private readonly taken: Uint8Array;

  constructor(
    private readonly width: number,
    private readonly height: number,
  ) {
    this.across = Math.ceil(width / cell);
    this.down = Math.ceil(height / cell);
    this.taken = new Uint8Array(this.across * this.down);
  }

  takeBox(box: Box): void {
    this.forEach(box, (at) => {
      this.taken[at] = 1;
    });
  }

  takeLine(fromX: number, fromY: number, toX: number, toY: number): void {
    const [begin, end] = [
      Math.max(0, enters(fromX, toX, this.width), enters(fromY, toY, this.height)),
      Math.min(1, leaves(fromX, toX, this.width), leaves(fromY, toY, this.height)),
    ];
    if (begin > end) return;
    const [right, up] = [toX - fromX, toY - fromY];
    // Steps of half a cell leave none out.
    const steps = Math.max(1, Math.ceil((2 * Math.hypot(right, up) * (end - begin)) / cell));
    for (let k = 0; k <= steps; k++) {
      const share = begin + ((end - begin) * k) / steps;
      const [x, y] = [fromX + right * share, fromY + up * share];
      this.takeBox({ left: x, right: x, top: y, bottom: y });
    }
  }

  /** Whether all of it lies within the picture, and nothing is there. */
  isFree(box: Box): boolean {
    if (box.left < 0 || box.top < 0 || box.right > this.width || box.bottom > this.height) return false;
    let free = true;
    this.forEach(box, (at) => {
      if (this.taken[at] === 1) free = false;
    });
    return free;
  }

  private forEach({ left, right, top, bottom }: Box, work: (at: number) => void): void {
    const first = (pixel: number): number => Math.max(0, Math.floor(pixel / cell));
    const last = (pixel: number, cells: number): number => Math.min(cells - 1, Math.floor(pixel / cell));
    for (let row = first(top); row <= last(bottom, this.down); row++) {
      for (let column = first(left); column <= last(right, this.across); column++) {
        work(row * this.across + column);
      }
    }
  }
}

/** Share of the way from `from` to `to` after which 0 to `size` is entered: infinite where it never is. */
function enters(from: number, to: number, size: number): number {
  if (from === to) return from < 0 || from > size ? Number.POSITIVE_INFINITY : 0;
  return Math.min(-from / (to - from), (size - from) / (to - from));
}

/** The same for when it is left. */
function leaves(from: number, to: number, size: number): number {
  return from === to ? 1 : Math.max(-from / (to - from), (size - from) / (to - from));
}
