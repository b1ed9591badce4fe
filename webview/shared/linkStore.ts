import type { LayerLinks } from '../../src/protocol/layerData';

/** A layer of a checkpoint. */
export interface LayerPlace {
  readonly path: string;
  readonly layer: number;
}

interface Kept {
  readonly links: Promise<LayerLinks>;
  arrived: LayerLinks | null;
}

const defaultLimitBytes = 192 * 2 ** 20;

/** Links of layers that were lately looked at, up to a number of bytes; asked for once each. */
export class LinkStore {
  private readonly kept = new Map<string, Kept>();
  private bytes = 0;

  constructor(
    private readonly ask: (place: LayerPlace) => Promise<LayerLinks>,
    private readonly limitBytes = defaultLimitBytes,
  ) {}

  /** What is there already: to draw without waiting. */
  peek(place: LayerPlace): LayerLinks | null {
    return this.kept.get(keyOf(place))?.arrived ?? null;
  }

  /** Fails as the request does; a later call asks again. */
  load(place: LayerPlace): Promise<LayerLinks> {
    const key = keyOf(place);
    const known = this.kept.get(key);
    if (known !== undefined) {
      // The last used stands last.
      this.kept.delete(key);
      this.kept.set(key, known);
      return known.links;
    }
    const kept: Kept = { links: this.ask(place), arrived: null };
    this.kept.set(key, kept);
    kept.links.then(
      (links) => {
        if (this.kept.get(key) !== kept) return;
        kept.arrived = links;
        this.bytes += bytesOf(links);
        this.makeRoom(key);
      },
      () => {
        if (this.kept.get(key) === kept) this.kept.delete(key);
      },
    );
    return kept.links;
  }

  /** Forgets a checkpoint whose file is another one now. */
  forget(path: string): void {
    for (const [key, kept] of this.kept) if (key.endsWith(`\n${path}`)) this.drop(key, kept);
  }

  private makeRoom(latest: string): void {
    for (const [key, kept] of this.kept) {
      if (this.bytes <= this.limitBytes) return;
      if (key !== latest && kept.arrived !== null) this.drop(key, kept);
    }
  }

  private drop(key: string, { arrived }: Kept): void {
    this.kept.delete(key);
    if (arrived !== null) this.bytes -= bytesOf(arrived);
  }
}

function keyOf({ path, layer }: LayerPlace): string {
  return `${String(layer)}\n${path}`;
}

function bytesOf({ indptr, indices, weights }: LayerLinks): number {
  return indptr.byteLength + indices.byteLength + (weights?.byteLength ?? 0);
}
