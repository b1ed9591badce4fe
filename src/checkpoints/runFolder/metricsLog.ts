import { open } from 'node:fs/promises';
import * as z from 'zod';
import { errorCode } from './runFolderErrors';
import { epochMetricsSchema, type EpochMetrics } from './runRecord';

/** How far a reader is: a byte offset at a line start, with the bytes before it to notice that the file was replaced. */
export interface MetricsCursor {
  readonly offset: number;
  /** Lines before the offset. */
  readonly line: number;
  /** The last bytes before the offset, at most `fingerprintBytes`, in base64. */
  readonly fingerprint: string;
}
export const metricsStart: MetricsCursor = { offset: 0, line: 0, fingerprint: '' };

export interface MetricsRead {
  readonly lines: readonly EpochMetrics[];
  /** Where to read on. A last line without its line break, torn or under way, is left for the next time. */
  readonly cursor: MetricsCursor;
  /** The file was cut or replaced since the cursor: `lines` holds all of it, forget what was read before. */
  readonly restarted: boolean;
  /** Lines that are none of ours, with their numbers. */
  readonly problems: readonly string[];
}

/** Enough to hold the time of the last line, which no two writes share. */
const fingerprintBytes = 4096;
const chunkBytes = 1 << 20;
/** No line of ours comes near it: without a line break within that much the file is not one of ours. */
const maxLineBytes = 16 << 20;

/** Reads the lines of `metrics.jsonl` that came since the cursor. A file that is not there has no lines. */
export async function readMetrics(file: string, cursor: MetricsCursor = metricsStart): Promise<MetricsRead> {
  let handle;
  try {
    handle = await open(file, 'r');
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
    return { lines: [], cursor: metricsStart, restarted: cursor.offset > 0, problems: [] };
  }
  try {
    let from = cursor;
    const before = Buffer.from(cursor.fingerprint, 'base64');
    const seen = Buffer.alloc(before.length);
    const { bytesRead } = await handle.read(seen, 0, before.length, cursor.offset - before.length);
    const restarted = bytesRead < before.length || !seen.equals(before);
    if (restarted) from = metricsStart;

    const lines: EpochMetrics[] = [];
    const problems: string[] = [];
    let { offset, line } = from;
    let rest: Buffer = Buffer.alloc(0);
    let tail: Buffer = restarted ? Buffer.alloc(0) : before;
    for (;;) {
      const chunk = Buffer.alloc(chunkBytes);
      const read = await handle.read(chunk, 0, chunkBytes, offset + rest.length);
      if (read.bytesRead === 0) break;
      const bytes = Buffer.concat([rest, chunk.subarray(0, read.bytesRead)]);
      let start = 0;
      for (let end = bytes.indexOf(10); end !== -1; end = bytes.indexOf(10, start)) {
        line++;
        const parsed = parseLine(bytes.toString('utf8', start, end));
        if (typeof parsed === 'string') problems.push(`line ${line}: ${parsed}`);
        else if (parsed !== null) lines.push(parsed);
        start = end + 1;
      }
      if (start > 0) tail = lastBytes(Buffer.concat([tail, bytes.subarray(0, start)]));
      offset += start;
      rest = bytes.subarray(start);
      if (rest.length > maxLineBytes) {
        problems.push(`line ${line + 1}: longer than ${maxLineBytes} bytes`);
        break;
      }
    }
    return {
      lines,
      cursor: { offset, line, fingerprint: tail.toString('base64') },
      restarted,
      problems,
    };
  } finally {
    await handle.close();
  }
}

/**
 * Appends a line and waits until it is on the disk, so that no checkpoint is ever there before its line. Where the disk is
 * full nothing of it is left, so that it can be tried again.
 */
export async function appendMetrics(file: string, metrics: EpochMetrics): Promise<void> {
  const handle = await open(file, 'a');
  const { size } = await handle.stat();
  try {
    await handle.writeFile(formatMetrics(metrics));
    await handle.sync();
  } catch (error) {
    await handle.truncate(size);
    throw error;
  } finally {
    await handle.close();
  }
}

export function formatMetrics(metrics: EpochMetrics): string {
  return `${JSON.stringify(metrics)}\n`;
}

/** "epoch 3/20  loss 0.4123  accuracy 84.10 %  3 links grown, 3 dropped". */
export function describeEpoch(metrics: EpochMetrics, epochs: number): string {
  const grown = metrics.layers.reduce((sum, layer) => sum + layer.grown, 0);
  const dropped = metrics.layers.reduce((sum, layer) => sum + layer.dropped, 0);
  return [
    `epoch ${metrics.epoch}/${epochs}`,
    `test loss ${metrics.testLoss.toFixed(4)}`,
    `accuracy ${(100 * metrics.testAccuracy).toFixed(2)} %`,
    ...(metrics.trainLoss === null ? [] : [`train loss ${metrics.trainLoss.toFixed(4)}`]),
    ...(grown + dropped === 0 ? [] : [`${grown} links grown, ${dropped} dropped`]),
  ].join('  ');
}

/**
 * What a run that resumes after `epoch` keeps: one line for each epoch up to it (null: none), the last where one was
 * written twice, in order.
 */
export function keptMetrics(lines: readonly EpochMetrics[], epoch: number | null): EpochMetrics[] {
  const byEpoch = new Map<number, EpochMetrics>();
  for (const line of lines) if (epoch !== null && line.epoch <= epoch) byEpoch.set(line.epoch, line);
  return [...byEpoch.values()].sort((a, b) => a.epoch - b.epoch);
}

function lastBytes(bytes: Buffer): Buffer {
  return Buffer.from(bytes.subarray(Math.max(0, bytes.length - fingerprintBytes)));
}

function parseLine(text: string): EpochMetrics | string | null {
  if (text.trim() === '') return null;
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return 'not JSON';
  }
  const parsed = epochMetricsSchema.safeParse(json);
  return parsed.success ? parsed.data : z.prettifyError(parsed.error);
}
