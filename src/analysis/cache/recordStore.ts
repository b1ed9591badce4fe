import { BoundedMap } from '../boundedMap';
import { recordLine } from './record';
import { Segment } from './segment';
import { deleteSegment, segmentFiles } from './segmentFolder';
import { SegmentWriter, type WriteBytes } from './segmentWriter';

export interface RecordStoreOptions {
  /** Null keeps records in memory only. */
  readonly folder: string | null;
  /** Most bytes of all segments in the folder together. */
  readonly limitBytes: number;
  /** Told once, when the disk refuses: from then on records are kept in memory only. */
  readonly onProblem: (message: string) => void;
  readonly write?: WriteBytes | undefined;
}

/** Of what was set here: all that is kept where there is no folder. */
const RECENT_BYTES = 32 * 2 ** 20;
/** Full segments in a folder. */
const SEGMENTS = 64;
/** More segments than this that are far from full are made one. */
const SMALL_SEGMENTS = 32;
/** A segment that was not written for so long has most likely no writer any more. */
const REST_MS = 600_000;
const FLUSH_BYTES = 64 * 2 ** 10;
const FLUSH_MS = 200;

/**
 * Values by key, in segments that many processes share: each appends to segments of its own and reads all. A value
 * belongs to its key for ever, so that it does not matter who wrote it, when, or how often. A process that is killed
 * loses what it set in the last moments. Nothing here throws for what a disk does.
 */
export class RecordStore {
  private readonly recent = new BoundedMap<string>(RECENT_BYTES);
  /** By path. */
  private readonly segments = new Map<string, Segment>();
  /** Where the record of each key begins. */
  private readonly places = new Map<string, { readonly segment: Segment; readonly offset: number }>();
  private readonly segmentBytes: number;
  private writer: SegmentWriter | null = null;
  private unwritten = '';
  private timer: NodeJS.Timeout | null = null;

  constructor(private readonly options: RecordStoreOptions) {
    const { folder, limitBytes, write } = options;
    this.segmentBytes = Math.ceil(limitBytes / SEGMENTS);
    if (folder === null) return;
    this.refresh();
    this.writer = new SegmentWriter({ folder, segmentBytes: this.segmentBytes, limitBytes, write });
    this.tidy(folder);
  }

  /** JSON of the value; undefined where there is none. */
  get(key: string): string | undefined {
    const recent = this.recent.get(key);
    if (recent !== undefined) return recent;
    const place = this.places.get(key);
    if (place === undefined) return undefined;
    const record = attempt(() => place.segment.recordAt(place.offset));
    // The key too may have been altered, to that of another record.
    return record?.key === key ? record.value : undefined;
  }

  set(key: string, value: string): void {
    if (this.get(key) === value) return;
    this.recent.set(key, value, 2 * (key.length + value.length));
    if (this.writer === null) return;
    this.write(recordLine({ key, value }));
    this.timer ??= setTimeout(() => {
      this.flush();
    }, FLUSH_MS).unref();
  }

  /** Takes notice of what other processes have written and deleted since. */
  refresh(): void {
    const { folder } = this.options;
    if (folder === null) return;
    const files = new Set(segmentFiles(folder).map(({ path }) => path));
    for (const [path, segment] of this.segments) if (!files.has(path)) this.drop(path, segment);
    for (const path of files) {
      const segment = this.segments.get(path) ?? attempt(() => new Segment(path));
      if (segment === undefined) continue;
      this.segments.set(path, segment);
      for (const { key, offset } of attempt(() => segment.newLines()) ?? []) {
        this.places.set(key, { segment, offset });
      }
    }
  }

  /** Writes what has not been written yet. */
  flush(): void {
    const lines = this.unwritten;
    this.forgetUnwritten();
    if (lines === '' || this.writer === null) return;
    try {
      this.writer.append(lines);
    } catch (error) {
      this.writer.close();
      this.writer = null;
      const reason = error instanceof Error ? error.message : String(error);
      this.options.onProblem(`What is computed is not kept on the disk from now on: ${reason}`);
    }
  }

  /** Forgets everything, on the disk too; other processes keep what they hold in memory. */
  clear(): void {
    const { folder } = this.options;
    this.forgetUnwritten();
    this.recent.clear();
    this.writer?.close();
    this.closeSegments();
    if (folder !== null) for (const { path } of segmentFiles(folder)) deleteSegment(path);
  }

  /** Writes what has not been written, and lets go of all files. */
  close(): void {
    this.flush();
    this.writer?.close();
    this.writer = null;
    this.closeSegments();
  }

  /** Many short sessions leave many small segments: copies them into one of ours. */
  private tidy(folder: string): void {
    const before = Date.now() - REST_MS;
    const small = segmentFiles(folder).filter(
      ({ bytes, changed }) => bytes < this.segmentBytes / 4 && changed < before,
    );
    if (small.length <= SMALL_SEGMENTS) return;
    const segments = new Set(small.map(({ path }) => this.segments.get(path)));
    for (const [key, { segment }] of this.places) {
      const value = segments.has(segment) ? this.get(key) : undefined;
      if (value !== undefined) this.write(recordLine({ key, value }));
    }
    this.flush();
    // The disk refused: they stay as they are.
    if (this.writer === null) return;
    for (const { path } of small) deleteSegment(path);
    this.refresh();
  }

  private write(line: string): void {
    this.unwritten += line;
    if (this.unwritten.length >= FLUSH_BYTES) this.flush();
  }

  private drop(path: string, segment: Segment): void {
    segment.close();
    this.segments.delete(path);
    for (const [key, place] of this.places) if (place.segment === segment) this.places.delete(key);
  }

  private closeSegments(): void {
    for (const segment of this.segments.values()) segment.close();
    this.segments.clear();
    this.places.clear();
  }

  private forgetUnwritten(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    this.unwritten = '';
  }
}

function attempt<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}
