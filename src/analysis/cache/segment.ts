import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { type CacheRecord, keyOfLine, parseRecord } from './record';

/** A file that is larger was not written by a cache. */
const LARGEST_BYTES = 64 * 2 ** 20;
const LINE_END = 10;
/** Many lines at once: what was written together is mostly read together. */
const CHUNK_BYTES = 64 * 2 ** 10;

/** A file of records for reading. It may grow, and may be deleted, meanwhile. Throws where it cannot be read. */
export class Segment {
  /** Null once it is closed: the number may then stand for another file. */
  private descriptor: number | null;
  /** End of the last whole line that was told. */
  private told = 0;
  /** What was read last, of lines that were told. */
  private chunk: { readonly start: number; readonly bytes: Buffer } = { start: 0, bytes: Buffer.alloc(0) };

  constructor(path: string) {
    this.descriptor = openSync(path, 'r');
  }

  /** Key and position of each line that was added since the last call, unaltered or not. */
  newLines(): { readonly key: string; readonly offset: number }[] {
    const bytes = this.read(this.told, this.size - this.told);
    const lines: { key: string; offset: number }[] = [];
    let start = 0;
    for (let end = bytes.indexOf(LINE_END); end !== -1; end = bytes.indexOf(LINE_END, start)) {
      const key = keyOfLine(bytes.subarray(start, end));
      if (key !== null) lines.push({ key, offset: this.told + start });
      start = end + 1;
    }
    this.told += start;
    return lines;
  }

  /** The record that begins there; null where none does that is whole and unaltered. */
  recordAt(offset: number): CacheRecord | null {
    if (this.descriptor === null) return null;
    const inChunk = this.lineIn(offset);
    if (inChunk !== null) return parseRecord(inChunk);
    for (let length = CHUNK_BYTES; length <= LARGEST_BYTES; length *= 8) {
      this.chunk = { start: offset, bytes: this.read(offset, Math.min(length, this.told - offset)) };
      const line = this.lineIn(offset);
      if (line !== null) return parseRecord(line);
      if (offset + length >= this.told) break;
    }
    return null;
  }

  close(): void {
    if (this.descriptor !== null) closeSync(this.descriptor);
    this.descriptor = null;
  }

  /** Null where the chunk does not hold it whole. */
  private lineIn(offset: number): Buffer | null {
    const { start, bytes } = this.chunk;
    if (offset < start || offset >= start + bytes.length) return null;
    const end = bytes.indexOf(LINE_END, offset - start);
    return end === -1 ? null : bytes.subarray(offset - start, end);
  }

  private get size(): number {
    if (this.descriptor === null) return 0;
    const { size } = fstatSync(this.descriptor);
    return size > LARGEST_BYTES ? 0 : size;
  }

  /** Fewer bytes only at the end of the file. */
  private read(position: number, length: number): Buffer {
    const bytes = Buffer.allocUnsafe(this.descriptor === null ? 0 : Math.max(0, length));
    let filled = 0;
    while (this.descriptor !== null && filled < bytes.length) {
      const count = readSync(this.descriptor, bytes, filled, bytes.length - filled, position + filled);
      if (count === 0) break;
      filled += count;
    }
    return bytes.subarray(0, filled);
  }
}
