import { metricsStart, readMetrics, type MetricsCursor } from '../../checkpoints/runFolder/metricsLog';
import type { EpochMetrics } from '../../checkpoints/runFolder/runRecord';
import type { CurvePoint } from '../../protocol/evolution';

export interface CurveListener {
  /** Replaces points of the same epoch. */
  curve(points: CurvePoint[]): void;
  /** A resumed run took back epochs: all that was told is void. */
  reset(): void;
  problem(message: string): void;
}

/** Loss and accuracy of a run, read from its metrics as they grow. */
export class EvolutionCurve {
  private readonly points = new Map<number, CurvePoint>();
  private cursor: MetricsCursor = metricsStart;
  private reading: Promise<void> = Promise.resolve();
  private disposed = false;
  private steps: number | null = null;

  constructor(private readonly listener: CurveListener) {}

  /** Null before the first epoch. */
  get stepsPerEpoch(): number | null {
    return this.steps;
  }

  ordered(): CurvePoint[] {
    return [...this.points.values()].sort((a, b) => a.epoch - b.epoch);
  }

  /** Reads what was added to the file. */
  read(file: string): void {
    // One reading at a time: the next begins where this one ends.
    this.reading = this.reading
      .then(async () => {
        const { lines, cursor, restarted, problems } = await readMetrics(file, this.cursor);
        if (this.disposed) return;
        this.cursor = cursor;
        for (const problem of problems) this.listener.problem(`${file}: ${problem}`);
        if (restarted) this.points.clear();
        this.add(lines);
        if (restarted) this.listener.reset();
      })
      .catch((error: unknown) => {
        this.listener.problem(`${file}: ${error instanceof Error ? error.message : String(error)}`);
      });
  }

  dispose(): void {
    this.disposed = true;
  }

  private add(lines: readonly EpochMetrics[]): void {
    if (lines.length === 0) return;
    const added = lines.map(toCurvePoint);
    for (const point of added) this.points.set(point.epoch, point);
    const first = lines.find(({ epoch, step }) => epoch > 0 && step > 0);
    if (first !== undefined) this.steps ??= first.step / first.epoch;
    this.listener.curve(added);
  }
}

function toCurvePoint(metrics: EpochMetrics): CurvePoint {
  const { epoch, step, time, trainLoss, trainAccuracy, testLoss, testAccuracy } = metrics;
  const timeMs = Date.parse(time);
  return {
    epoch,
    trainLoss,
    trainAccuracy,
    testLoss,
    testAccuracy,
    steps: step,
    ...(Number.isNaN(timeMs) ? {} : { timeMs }),
  };
}
