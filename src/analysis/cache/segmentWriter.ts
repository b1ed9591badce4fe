import { closeSync, existsSync, openSync, writeSync } from 'node:fs';
import { evictOldest, newSegmentPath } from './segmentFolder';

/** Writes some of `bytes` from `start` on, and says how many. */
export type WriteBytes = (descriptor: number, bytes: Uint8Array, start: number) => number;

export interface SegmentWriterOptions {
  readonly folder: string;
  /** A segment that has reached so many is followed by another. */
  readonly segmentBytes: number;
  /** Of all segments in the folder, those of other processes too. */
  readonly limitBytes: number;
  readonly write?: WriteBytes | undefined;
}

interface OpenSegment {
  readonly path: string;
  readonly descriptor: number;
  written: number;
}

/** Appends to segments of its own. */
export class SegmentWriter {
  private open: OpenSegment | null = null;
  private readonly write: WriteBytes;

  constructor(private readonly options: SegmentWriterOptions) {
    this.write = options.write ?? ((descriptor, bytes, start) => writeSync(descriptor, bytes, start));
  }

  /** Whole lines. Throws where the disk refuses; what then stands torn at the end of a segment is no record. */
  append(lines: string): void {
    // Another process may have deleted it, to make room or to tidy.
    if (this.open !== null && !existsSync(this.open.path)) this.close();
    this.open ??= this.next();
    const bytes = Buffer.from(lines);
    for (let start = 0; start < bytes.length;) start += this.write(this.open.descriptor, bytes, start);
    this.open.written += bytes.length;
    if (this.open.written >= this.options.segmentBytes) this.close();
  }

  close(): void {
    if (this.open !== null) closeSync(this.open.descriptor);
    this.open = null;
  }

  private next(): OpenSegment {
    const { folder, segmentBytes, limitBytes } = this.options;
    evictOldest(folder, limitBytes - segmentBytes);
    const path = newSegmentPath(folder);
    return { path, descriptor: openSync(path, 'ax'), written: 0 };
  }
}
