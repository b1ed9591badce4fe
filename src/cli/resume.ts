import type { Command } from 'commander';
import type { RunFacts } from '../checkpoints/runFolder/readRun';
import type { Console } from './console';
import { addWaitOptions } from './requestCommand';
import { requestRun } from './requestRun';
import { readRunArgument } from './runArgument';
import { resumeTraining } from './trainingProcess';

interface ResumeFlags {
  readonly wait: boolean;
  readonly timeout: number;
}

export function addResumeCommand(program: Command, console: Console): void {
  addWaitOptions(
    program
      .command('resume <run>')
      .description(
        'Go on with a run: a paused one in its own process, a stopped, failed or interrupted one here, ' +
          'from its newest whole checkpoint.',
      ),
  ).action(async (run: string, flags: ResumeFlags) => {
    const facts = await readRunArgument(run);
    if (facts.state === 'running') console.out(`${facts.name} is running already.`);
    else if (isComplete(facts)) console.out(`${facts.name} is finished: there is nothing to resume.`);
    else if (facts.state === 'paused') {
      console.out(await requestRun(run, 'resume', { wait: flags.wait, timeoutMs: flags.timeout * 1000 }));
    } else await resumeTraining(facts.path, console, false);
  });
}

/** A finished run can go on where its `config.json` was given more epochs. */
function isComplete({ state, epoch, config }: RunFacts): boolean {
  const epochs = config?.['epochs'];
  return state === 'finished' && !(typeof epochs === 'number' && epoch !== null && epochs > epoch);
}
