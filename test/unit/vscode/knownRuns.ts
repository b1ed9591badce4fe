import { noAnnotation, type RunAnnotation } from '../../../src/checkpoints/runFolder/annotation';
import type { RunState } from '../../../src/checkpoints/runFolder/runRecord';
import type { KnownRun } from '../../../src/vscode/series/knownSeries';

export interface RunDescription {
  readonly folder: string;
  readonly state?: RunState | null;
  readonly created?: string;
  readonly method?: string;
  readonly testAccuracy?: number | null;
  readonly annotation?: Partial<RunAnnotation>;
}

/** A run as the store would know it. */
export function knownRun({
  folder,
  state = 'finished',
  created,
  method,
  testAccuracy = null,
  annotation = {},
}: RunDescription): KnownRun {
  const path = `/data/runs/${folder}`;
  const name = annotation.name ?? folder;
  return {
    path,
    name,
    kind: 'run',
    checkpoints: [],
    watchMode: 'events',
    run: {
      path,
      name: folder,
      state,
      epoch: 1,
      epochs: 2,
      testAccuracy,
      error: null,
      record:
        created === undefined
          ? null
          : {
              version: 1,
              state: 'finished',
              pid: 1,
              processStart: '',
              host: 'here',
              created,
              heartbeat: created,
              epoch: 1,
              epochs: 2,
              testAccuracy,
              versions: { sparseTopology: '0', node: '0' },
              gitCommit: null,
              error: null,
              endedEarly: null,
            },
      config: method === undefined ? null : { method: { kind: method } },
      annotation: { ...noAnnotation, ...annotation },
      problems: [],
    },
  };
}
