import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import * as vscode from 'vscode';
import type { SparseTopologyApi } from '../../src/extension';
import type { NodeOf, TreeNode } from '../../src/vscode/views/nodes';
import { PathDrag } from '../../src/vscode/views/pathDrag';
import { checkpointBytes, checkpointName } from './support/checkpoints';
import { activated, workspaceFolder } from './support/extension';
import { makeRun } from './support/runFolders';
import { answering } from './support/stubWindow';
import { waitUntil } from './support/waitUntil';

const command = (name: string, ...args: unknown[]): Thenable<unknown> =>
  vscode.commands.executeCommand(`sparseTopology.${name}`, ...args);

describe('the Runs view', () => {
  let api: SparseTopologyApi;
  let parent: string;
  let shared: string;
  const names = ['tree-set-1', 'tree-set-2', 'tree-rigl'];

  const roots = async (): Promise<TreeNode[]> => {
    const all = await api.trees.runs.getChildren();
    return all.filter((node) => labelOf(node).startsWith('tree-'));
  };
  const labels = async (): Promise<string[]> => (await roots()).map(labelOf);
  const nodeOf = async (name: string): Promise<NodeOf<'series'>> => {
    const found = (await api.trees.runs.getChildren()).find((node) => labelOf(node) === name);
    assert.ok(found?.kind === 'series', `${name} is not in the view`);
    return found;
  };
  const tooltipOf = (node: TreeNode): string => {
    const { tooltip } = api.trees.runs.resolveTreeItem(api.trees.runs.getTreeItem(node), node);
    return tooltip instanceof vscode.MarkdownString ? tooltip.value : String(tooltip);
  };

  before(async () => {
    api = await activated();
    parent = path.join(workspaceFolder(), 'runs');
    shared = path.join(workspaceFolder(), 'shared-checkpoints');
    await mkdir(shared);
    for (const epoch of [0, 1]) {
      await writeFile(path.join(shared, checkpointName(epoch)), checkpointBytes(epoch));
    }
    const run = { checkpoints: shared };
    await makeRun(parent, { ...run, name: names[0], created: '2026-01-03T00:00:00.000Z', testAccuracy: 0.7 });
    await makeRun(parent, { ...run, name: names[1], created: '2026-01-02T00:00:00.000Z', state: 'failed' });
    await makeRun(parent, { ...run, name: names[2], created: '2026-01-01T00:00:00.000Z', method: 'rigl' });
    await command('refresh');
    await waitUntil('the runs', async () => (await roots()).length === 3);
  });

  after(async () => {
    await command('showAllRuns');
    await command('ungroupRuns');
    await api.trees.runs.arrange({ order: 'newest' });
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    for (const name of names) await rm(path.join(parent, name), { recursive: true, force: true });
    await rm(shared, { recursive: true });
    await command('refresh');
  });

  it('is sorted as it is asked', async () => {
    assert.deepEqual(await labels(), names);
    await answering({ showQuickPick: pickLabelled(/Accuracy/) }, async () => {
      await command('sortRuns');
    });
    // Of those that reached the same the newest comes first.
    assert.deepEqual(await labels(), ['tree-set-2', 'tree-rigl', 'tree-set-1']);
    await answering({ showQuickPick: pickLabelled(/Newest/) }, async () => {
      await command('sortRuns');
    });
    assert.deepEqual(await labels(), names);
  });

  it('shows only what passes the filter, and says so', async () => {
    const answers = [pickLabelled(/State/), pickSomeLabelled(/failed/)];
    await answering({ showQuickPick: (...args) => answers.shift()!(...args) }, async () => {
      await command('filterRuns');
    });
    assert.deepEqual(await labels(), ['tree-set-2']);
    assert.match(api.trees.runs.view.message ?? '', /^1 of \d+ runs: failed$/);
    await command('showAllRuns');
    assert.deepEqual(await labels(), names);
    assert.equal(api.trees.runs.view.message, '');
  });

  it('groups repetitions as an experiment, and what is put together by hand', async () => {
    await command('groupRuns');
    const [group, alone] = await roots();
    assert.ok(group.kind === 'group');
    assert.equal(labelOf(alone), 'tree-rigl');
    assert.deepEqual((await api.trees.runs.getChildren(group)).map(labelOf), names.slice(0, 2));
    await answering({ showInputBox: () => 'tree-set' }, async () => {
      await command('setExperiment', await nodeOf('tree-rigl'));
    });
    const [all] = await roots();
    assert.deepEqual((await api.trees.runs.getChildren(all)).map(labelOf), names);
    await answering({ showInputBox: () => '' }, async () => {
      await command('setExperiment', alone);
    });
    assert.equal((await roots()).length, 2);
    await command('ungroupRuns');
  });

  it('shows a name and a note that are given, and keeps the folder', async () => {
    const node = await nodeOf('tree-rigl');
    await answering({ showInputBox: () => 'tree-mine' }, async () => {
      await command('renameRun', node);
    });
    await answering({ showInputBox: () => 'looks _odd_' }, async () => {
      await command('annotateRun', node);
    });
    const renamed = await nodeOf('tree-mine');
    assert.equal(renamed.path, node.path);
    assert.ok((await stat(node.path)).isDirectory());
    const kept: unknown = JSON.parse(await readFile(path.join(node.path, 'annotation.json'), 'utf8'));
    assert.deepEqual(kept, { version: 1, name: 'tree-mine', note: 'looks _odd_', experiment: null });
    // Text of the user's is no markup.
    assert.match(tooltipOf(renamed), /looks.+\\_odd\\_/);
    assert.match(tooltipOf(renamed), /method: kind rigl/);
    await answering({ showInputBox: () => '' }, async () => {
      await command('renameRun', renamed);
    });
    assert.deepEqual(await labels(), names);
  });

  it('compares in two steps', async () => {
    const [first, second] = [await nodeOf(names[0]), await nodeOf(names[1])];
    await command('selectForCompare', first, [first]);
    await command('compareWithSelected', second, [second]);
    const [panel] = api.comparison.open;
    assert.deepEqual(
      [...panel.model.paths].sort(),
      [first, second].map((node) => path.join(node.path, 'checkpoints', checkpointName(1))),
    );
  });

  it('copies paths of all that is selected', async () => {
    const selected = await Promise.all(names.slice(0, 2).map(nodeOf));
    await command('copyPath', selected[0], selected);
    assert.equal(await vscode.env.clipboard.readText(), selected.map((node) => node.path).join('\n'));
    await command('copyRelativePath', selected[0], selected);
    assert.equal(
      await vscode.env.clipboard.readText(),
      names
        .slice(0, 2)
        .map((name) => `runs/${name}`)
        .join('\n'),
    );
  });

  it('adds runs and checkpoints to panels that are open', async () => {
    const [first, second] = [await nodeOf(names[0]), await nodeOf(names[1])];
    await command('openEvolution', first);
    await waitUntil('the panel', () => api.evolution.open.length === 1);
    await command('addToEvolution', second, [second]);
    const [evolution] = api.evolution.open;
    assert.deepEqual(evolution.paths, [first.path, second.path]);
    await assert.rejects(evolution.addFrom([second.path]), { message: `Shown already: ${names[1]}.` });
    const empty = path.join(workspaceFolder(), 'nothing-in-it');
    await mkdir(empty);
    await assert.rejects(evolution.addFrom([empty]), {
      message: 'No series of checkpoints in nothing-in-it.',
    });
    const [newest] = await api.trees.runs.getChildren(await nodeOf(names[2]));
    const [panel] = api.comparison.open;
    const before = panel.model.paths;
    await command('addToComparison', newest, [newest]);
    assert.ok(newest.kind === 'checkpoint');
    assert.deepEqual(panel.model.paths, [...before, newest.path]);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('says why a name cannot be kept, and keeps it once that is mended', async () => {
    const folder = await makeRun(parent, { name: 'tree-lost', checkpoints: shared });
    await command('refresh');
    const node = await nodeOf('tree-lost');
    const hidden = path.join(workspaceFolder(), 'elsewhere');
    const tries: string[] = [];
    await answering(
      {
        showInputBox: async () => {
          await rename(folder, hidden);
          return 'tree-kept';
        },
        // It comes back before it is tried again.
        showErrorMessage: async (text, action) => {
          tries.push(String(text));
          if (tries.length === 1) return action;
          await rename(hidden, folder);
          return action;
        },
      },
      async () => {
        await command('renameRun', node);
      },
    );
    assert.equal(tries.length, 2);
    assert.match(tries[0], /^tree-lost was not changed\. .*tree-lost: it is not there$/);
    await waitUntil('the name', async () => (await labels()).includes('tree-kept'));
    await rm(folder, { recursive: true });
    await command('refresh');
  });

  it('is dragged as files: runs, and single checkpoints', async () => {
    const run = await nodeOf(names[0]);
    const [newest] = await api.trees.runs.getChildren(run);
    const data = new vscode.DataTransfer();
    new PathDrag().handleDrag([run, newest], data);
    const uris = (await data.get('text/uri-list')!.asString())
      .split('\r\n')
      .map((each) => vscode.Uri.parse(each));
    assert.deepEqual(
      uris.map(({ fsPath }) => fsPath),
      [run.path, path.join(run.path, 'checkpoints', checkpointName(1))],
    );
    assert.equal(api.trees.runs.getTreeItem(newest).resourceUri?.fsPath, uris[1].fsPath);
  });

  it('deletes single checkpoints, and says what goes with them; of a live run none', async () => {
    const own = path.join(workspaceFolder(), 'own-checkpoints');
    await mkdir(own);
    for (const epoch of [0, 1, 2])
      await writeFile(path.join(own, checkpointName(epoch)), checkpointBytes(epoch));
    const folders = [
      await makeRun(parent, { name: 'tree-live', state: 'running', checkpoints: own }),
      await makeRun(parent, { name: 'tree-stopped', state: 'stopped', checkpoints: own }),
    ];
    await command('refresh');
    const nodesOf = async (run: string): Promise<TreeNode[]> => api.trees.runs.getChildren(await nodeOf(run));
    await waitUntil('their checkpoints', async () => (await nodesOf('tree-stopped')).length === 3);

    const [live] = await nodesOf('tree-live');
    const refused = await answering({ showWarningMessage: () => undefined }, async () => {
      await command('deleteCheckpoint', live);
    });
    assert.match(String(refused[0].args[0]), /^tree-live is live: its checkpoints can be deleted once/);
    assert.equal(refused.length, 1);

    const [newest, , initial] = await nodesOf('tree-stopped');
    const question: unknown[] = [];
    await answering(
      {
        showWarningMessage: (text, options, action) => {
          question.push(text, options);
          return action;
        },
      },
      // As the Delete key does.
      async () => {
        await command('deleteRun', newest, [newest, initial]);
      },
    );
    assert.equal(question[0], 'Delete 2 checkpoints of tree-stopped?');
    const { detail } = question[1] as vscode.MessageOptions;
    assert.match(
      detail!,
      /^Resumed, tree-stopped goes on from epoch 1\.\n\nChanges .* measured from epoch 1 on\./,
    );
    await waitUntil('one to be left', async () => (await nodesOf('tree-stopped')).length === 1);
    assert.deepEqual(await readdir(own), [checkpointName(1)]);
    for (const each of [...folders, own]) await rm(each, { recursive: true });
    await command('refresh');
  });

  it('is deleted to the trash, or, where there is none, for good after a second question', async () => {
    const [first, second] = await Promise.all(names.slice(0, 2).map(nodeOf));
    const kept = await answering({ showWarningMessage: () => undefined }, async () => {
      await command('deleteRun', first, [first, second]);
    });
    assert.equal(kept.length, 1);
    assert.ok((await stat(first.path)).isDirectory());
    const gone = await answering({ showWarningMessage: (_text, _options, action) => action }, async () => {
      await command('deleteRun', first, [first, second]);
    });
    assert.ok(gone.length === 1 || gone.length === 2);
    await waitUntil('both to leave the view', async () => (await labels()).join() === names[2]);
    await assert.rejects(stat(first.path));
    // What the link led to is no part of the run.
    assert.ok((await stat(shared)).isDirectory());
  });
});

describe('hundreds of runs', () => {
  it('are listed as they are made inside the workspace', async function () {
    this.timeout(120_000);
    const api = await activated();
    const count = 300;
    const base = path.join(workspaceFolder(), 'many');
    const shared = path.join(base, '.shared');
    await mkdir(shared, { recursive: true });
    for (let epoch = 0; epoch < 200; epoch++) await writeFile(path.join(shared, checkpointName(epoch)), '');
    const delays = monitorEventLoopDelay({ resolution: 10 });
    delays.enable();
    const processor = process.cpuUsage();
    try {
      const startedAt = performance.now();
      for (let start = 0; start < count; start += 50) {
        await Promise.all(
          Array.from({ length: 50 }, (_, k) =>
            makeRun(base, { name: `made-${String(start + k)}`, checkpoints: shared }),
          ),
        );
      }
      const madeAt = performance.now();
      const found = (): number => api.store.runs().filter(({ path: run }) => run.startsWith(base)).length;
      await waitUntil('all of them', () => found() === count, { timeoutMs: 110_000, pollMs: 100 });
      delays.disable();
      const { user, system } = process.cpuUsage(processor);
      console.log(
        `  ${count} runs made in ${(madeAt - startedAt).toFixed(0)} ms were listed ${(performance.now() - madeAt).toFixed(0)} ms later; processor ${((user + system) / 1000).toFixed(0)} ms, longest pause ${(delays.max / 1e6).toFixed(0)} ms`,
      );
    } finally {
      await rm(base, { recursive: true, force: true });
      await waitUntil('the runs to leave', () => api.store.get(path.join(base, 'made-0')) === null);
    }
  });
});

describe('a thousand runs of two hundred checkpoints', () => {
  it('are all listed, with no checkpoint looked into', async function () {
    this.timeout(120_000);
    const api = await activated();
    // Outside the workspace, which would watch how they are made.
    const base = await realpath(await mkdtemp(path.join(os.tmpdir(), 'sparse-topology-thousand-')));
    const shared = path.join(base, 'shared');
    await mkdir(shared, { recursive: true });
    for (let epoch = 0; epoch < 200; epoch++) await writeFile(path.join(shared, checkpointName(epoch)), '');
    const runs = path.join(base, 'runs');
    const name = (index: number): string => `run-${String(index).padStart(4, '0')}`;
    for (let start = 0; start < 1000; start += 50) {
      await Promise.all(
        Array.from({ length: 50 }, (_, k) => makeRun(runs, { name: name(start + k), checkpoints: shared })),
      );
    }
    try {
      await api.trees.runs.arrange({ filter: { name: 'run-', states: [], methods: [], days: null } });
      const startedAt = performance.now();
      await command('watchFolder', vscode.Uri.file(runs));
      const listed = await waitUntil('all of them', async () => {
        const nodes = await api.trees.runs.getChildren();
        return nodes.length >= 1000 ? nodes : null;
      });
      const items = listed.map((node) => api.trees.runs.getTreeItem(node));
      console.log(
        `  1,000 runs of 200 checkpoints were listed after ${(performance.now() - startedAt).toFixed(0)} ms`,
      );
      assert.deepEqual(
        items.map(({ label }) => label).sort(),
        Array.from({ length: 1000 }, (_, k) => name(k)),
      );
      const file = path.join(runs, name(999), 'checkpoints', checkpointName(0));
      assert.equal(api.facts.peek(file), null);
      const last = listed.find((node) => labelOf(node) === name(999))!;
      const children = await api.trees.runs.getChildren(last);
      assert.equal(children.length, 200);
      assert.equal(api.facts.peek(file), null);
    } finally {
      await command('unwatchFolder', vscode.Uri.file(runs));
      await command('showAllRuns');
      await waitUntil('the runs to leave', () => api.store.get(path.join(runs, name(0))) === null);
      await rm(base, { recursive: true, force: true });
    }
  });
});

function labelOf(node: TreeNode): string {
  switch (node.kind) {
    case 'series':
      return node.series.name;
    case 'group':
      return node.experiment;
    default:
      return node.key;
  }
}

type Answer = (...args: unknown[]) => unknown;

function pickLabelled(label: RegExp): Answer {
  return (items) => (items as readonly vscode.QuickPickItem[]).find((item) => label.test(item.label));
}

function pickSomeLabelled(label: RegExp): Answer {
  return (items) => (items as readonly vscode.QuickPickItem[]).filter((item) => label.test(item.label));
}
