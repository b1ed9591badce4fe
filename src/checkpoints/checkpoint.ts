import type { Topology } from '../topology/topology';

/** What a reader makes of a checkpoint file or folder. */
export interface Checkpoint {
  readonly path: string;
  /** Id of the format that read it, a key of the registry in `formats/registry.ts`. */
  readonly format: string;
  /** Epoch it belongs to, where its name or contents tell. */
  readonly epoch: number | null;
  readonly topology: Topology;
  /** Links of each layer that were ever active up to here, where the checkpoint records them. */
  readonly explored?: readonly number[];
  /** What a reader of the numbers has to know, a sentence each: "The bias row of each layer was dropped, as …". */
  readonly notes: readonly string[];
}

/** One checkpoint layout. Adding one is a file in `formats/` and a line in its registry. */
export interface CheckpointFormat {
  readonly id: string;
  /** As shown to a user: "NNSTD layer folder (SciPy .npz)". */
  readonly label: string;
  /** Whether this path looks like one, by name and kind alone: it is asked of every entry of a watched folder. */
  matches(entry: CandidateEntry): boolean;
  /** Reads the whole checkpoint. Throws `CheckpointError`, and nothing else for any content. */
  read(path: string): Promise<Checkpoint>;
}

/** A file or folder as a directory listing tells of it; `children` are the names inside a folder. */
export interface CandidateEntry {
  readonly name: string;
  readonly kind: 'file' | 'folder';
  readonly children?: readonly string[];
}

/** A checkpoint that cannot be read: which file, what was expected there and what was found. */
export class CheckpointError extends Error {
  override readonly name = 'CheckpointError';

  constructor(
    readonly file: string,
    readonly expected: string,
    readonly found: string,
    /** True where the file may only be unfinished: shorter than it says it is. */
    readonly maybeIncomplete = false,
  ) {
    super(`${file}: expected ${expected}, found ${found}`);
  }
}
