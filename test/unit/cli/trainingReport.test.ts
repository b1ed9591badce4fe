import { expect, test } from 'vitest';
import { TrainingClock, jsonReport, terminalReport, trainingLine } from '../../../src/cli/trainingReport';
import type { StepProgress } from '../../../src/training/trainingHost';
import { metricsOf } from '../runFolder/support';

const progress: StepProgress = {
  epoch: 3,
  epochs: 20,
  stepInEpoch: 45,
  stepsInEpoch: 100,
  samples: 450,
  loss: 0.41234,
  accuracy: 0.841,
  links: 2_000_000,
};

function recordingConsole() {
  const lines: string[] = [];
  const shown: string[] = [];
  return {
    lines,
    shown,
    out: (line: string) => lines.push(line),
    err: () => undefined,
    log: () => undefined,
    progress: (line: string) => shown.push(line),
    close: () => undefined,
  };
}

test('a line tells epoch, loss, accuracy, speed and time left', () => {
  expect(trainingLine(progress, { linksPerSecond: 312_400_000, leftMs: 240_000 })).toBe(
    'epoch 3/20 ██████████░░░░░░░░░░░░░░ 45 %  loss 0.4123  accuracy 84.10 %  312 M links/s  4 min left',
  );
  expect(trainingLine(progress, { linksPerSecond: null, leftMs: null })).not.toMatch(/links|left/);
  expect(trainingLine(progress, { linksPerSecond: 950, leftMs: 10 })).toMatch(/950 links\/s {2}1 s left$/);
});

test('the clock counts training alone for the speed, and everything for the time left', () => {
  const clock = new TrainingClock();
  clock.step({ ...progress, epoch: 1, stepInEpoch: 0, samples: 0 }, 1000);
  expect([clock.linksPerSecond, clock.leftMs]).toEqual([null, null]);
  clock.step({ ...progress, epoch: 1, stepInEpoch: 50, samples: 500 }, 2000);
  // 500 samples of 2 million links in a second; 19.5 epochs at half an epoch a second.
  expect([clock.linksPerSecond, clock.leftMs]).toEqual([1e9, 39_000]);
  clock.step({ ...progress, epoch: 2, stepInEpoch: 10, samples: 100 }, 5000);
  expect(clock.linksPerSecond).toBe(1e9);
  expect(clock.leftMs).toBeCloseTo((4000 / 1.1) * 18.9, 6);
});

test('a terminal sees the run folder and a line that is taken away in the end', () => {
  const console = recordingConsole();
  const report = terminalReport(console);
  report.started('/runs/a');
  report.step(progress);
  report.ended({ state: 'finished', error: null, endedEarly: null });
  expect(console.lines).toEqual(['/runs/a']);
  expect(console.shown[0]).toMatch(/^epoch 3\/20 /);
  expect(console.shown.at(-1)).toBe('');
});

test('JSON is an object a line: the run, each epoch, the end', () => {
  const console = recordingConsole();
  const report = jsonReport(console);
  report.started('/runs/a');
  report.step(progress);
  report.epoch(metricsOf(1));
  report.ended({ state: 'failed', error: 'why', endedEarly: null });
  expect(console.lines.map((line) => JSON.parse(line) as unknown)).toEqual([
    { event: 'run', version: 1, folder: '/runs/a' },
    { event: 'epoch', ...metricsOf(1) },
    { event: 'end', state: 'failed', error: 'why', endedEarly: null },
  ]);
});
