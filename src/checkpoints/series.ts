/** A checkpoint as discovery lists it, unread. */
export interface CheckpointEntry {
  readonly path: string;
  readonly format: string;
  readonly epoch: number | null;
  /** Optimiser steps into the following epoch, for one taken in mid-epoch; otherwise 0. */
  readonly step: number;
  readonly name: string;
}

/** Checkpoints that belong to one network over time: a run folder of ours, or `topo/<net>/`, or a folder of files. */
export interface CheckpointSeries {
  readonly path: string;
  readonly name: string;
  readonly kind: 'run' | 'folder';
  /** By epoch, then step, then name. */
  readonly checkpoints: readonly CheckpointEntry[];
}
