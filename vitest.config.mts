import { defineConfig } from 'vitest/config';

/** Folders whose tests start no process and leave nothing behind: their files share what they import. */
const sharing = [
  'arrangement',
  'docs',
  'kernels',
  'metrics',
  'nnstd',
  'overlay',
  'protocol',
  'topology',
  'vscode',
  'webview',
].map((folder) => `test/unit/${folder}/**/*.test.ts`);
// Twice what the slowest takes beside another on a busy machine: a guard against hanging, not a measurement.
const unitTimeout = 120_000;

export default defineConfig({
  test: {
    // vitest leaves a processor free; most tests wait for processes of their own.
    maxWorkers: '100%',
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.ts'],
          exclude: sharing,
          testTimeout: unitTimeout,
        },
      },
      { test: { name: 'sharing', include: sharing, isolate: false, testTimeout: unitTimeout } },
      { test: { name: 'reference', include: ['test/reference/**/*.test.ts'], testTimeout: 300_000 } },
      {
        test: {
          name: 'package',
          include: ['test/package/**/*.test.ts'],
          globalSetup: ['test/package/globalSetup.ts'],
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
      {
        test: {
          name: 'panels',
          include: ['test/panels/**/*.test.ts'],
          testTimeout: 300_000,
          hookTimeout: 300_000,
          // A condition in a browser on a busy machine.
          expect: { poll: { timeout: 30_000 } },
        },
      },
      {
        test: {
          name: 'ui',
          include: ['test/ui/**/*.test.ts'],
          testTimeout: 300_000,
          hookTimeout: 300_000,
          fileParallelism: false,
          // A condition in a browser on a busy machine.
          expect: { poll: { timeout: 30_000 } },
        },
      },
      {
        test: {
          name: 'pictures',
          include: ['test/pictures/**/*.pictures.ts'],
          testTimeout: 1_800_000,
          hookTimeout: 300_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
