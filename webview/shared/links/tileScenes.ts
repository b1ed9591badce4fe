import type { LinkTile, TileWindow } from '../../../src/overlay/tile';
import type { LinkNames } from './linkNames';

export interface NamedTile {
  readonly tile: LinkTile;
  readonly names: LinkNames;
}

export type AskTile = (window: TileWindow) => Promise<NamedTile>;

/** Tiles that are counted elsewhere: one is under way at a time, then the last that was wanted meanwhile. */
export class TileScenes {
  private ask: AskTile | null = null;
  private latest: NamedTile | null = null;
  /** Whether `latest` is by `ask`. */
  private fresh = false;
  private wanted: TileWindow | null = null;
  private asking = false;

  constructor(
    private readonly onArrival: () => void,
    private readonly onFailure: (error: unknown) => void,
  ) {}

  /** What is there stays until the first of the others has come. */
  from(ask: AskTile): void {
    if (ask === this.ask) return;
    this.ask = ask;
    this.fresh = false;
  }

  /** The tile for `window`, or the last one that came while that is on its way; null before there was any. */
  tile(window: TileWindow): NamedTile | null {
    if (!this.fresh || this.latest === null || !sameWindow(this.latest.tile, window)) {
      this.wanted = window;
      if (!this.asking) void this.run();
    }
    return this.latest;
  }

  private async run(): Promise<void> {
    this.asking = true;
    while (this.wanted !== null && this.ask !== null) {
      const { ask, wanted } = this;
      this.wanted = null;
      try {
        const tile = await ask(wanted);
        if (this.ask !== ask) continue;
        this.latest = tile;
        this.fresh = true;
        this.onArrival();
      } catch (error) {
        if (this.ask === ask) this.onFailure(error);
      }
    }
    this.asking = false;
  }
}

function sameWindow(a: TileWindow, b: TileWindow): boolean {
  return (
    a.rowStep === b.rowStep &&
    a.columnStep === b.columnStep &&
    a.rows.join() === b.rows.join() &&
    a.columns.join() === b.columns.join()
  );
}
