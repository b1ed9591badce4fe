import path from 'node:path';
import { runPaths } from '../checkpoints/runFolder/layout';
import { readRunInputs } from '../checkpoints/runFolder/runInputs';
import type { runInputsMethods } from '../protocol/runInputs';
import { unknownInputs } from '../protocol/runInputs';
import type { Handlers } from '../protocol/rpc';

export const runInputsTask: Handlers<typeof runInputsMethods> = {
  async runInputs({ path: checkpoints }) {
    const run = path.dirname(checkpoints);
    if (runPaths(run).checkpoints !== checkpoints) return unknownInputs;
    const read = await readRunInputs(run);
    if (read.status === 'read') return { ...read.value, problem: null };
    return read.status === 'missing' ? unknownInputs : { ...unknownInputs, problem: read.problem };
  },
};
