/** Every view of every panel as SVG, PNG, CSV and JSON, by its own menu: what is written, drawn and said. */
import { describe, expect, it } from 'vitest';
import type { Step } from '../../src/protocol/analysis';
import { usualChoices } from '../../src/protocol/manyChoices';
import { neuronsOf } from '../support/syntheticLayers';
import { readRecorded } from '../unit/webview/recorded';
import { checkpointSnapshot } from '../webview/checkpointFixture';
import { choose } from '../webview/controls';
import { columnsOf, exportAll, type ExportedFiles, parseSvg, pixelsOf, readJson } from '../webview/exporting';
import { movedLinks, movedMatchings, movedNetworks, movedPair, movedTo } from '../webview/movedPair';
import type { PanelPage } from '../webview/panelPage';
import { panelSession } from '../webview/panelSession';
import { syntheticEvolution, syntheticLinks, syntheticRun } from '../webview/syntheticRun';

const { open } = panelSession();
const { matrix } = readRecorded();
const white = [255, 255, 255];

/** Of a view with a picture, what has to be read in it beside title and foot; null where it has only numbers. */
type Views = Readonly<Record<string, readonly string[] | null>>;

/** All views are there, each with all of its files, and each picture whole. */
async function expectPictures(
  panel: PanelPage,
  found: ReadonlyMap<string, ExportedFiles>,
  views: Views,
): Promise<void> {
  expect([...found.keys()].toSorted()).toEqual(Object.keys(views).toSorted());
  for (const [id, said] of Object.entries(views)) {
    const files = found.get(id)!;
    const { panel: name, subject, madeBy, configuration, tables } = readJson(files);
    expect(Object.keys(files).toSorted(), id).toEqual(
      said === null ? ['csv', 'json'] : ['csv', 'json', 'png', 'svg'],
    );
    if (said === null) continue;
    const { title } = tables[0];
    const svg = await parseSvg(panel.page, files.svg!.toString());
    expect([svg.problem, svg.title], id).toEqual([null, title]);
    expect(svg.texts, id).toEqual(expect.arrayContaining([title, ...said]));
    const all = svg.texts.join(' ');
    for (const part of [`${name}: ${subject}`, madeBy, ...Object.values(configuration)]) {
      expect(all, id).toContain(part);
    }
    // Nothing from elsewhere, and no text beyond the edge.
    expect(
      svg.references.filter((each) => !each.startsWith('data:image/png')),
      id,
    ).toEqual([]);
    const png = await pixelsOf(panel.page, files.png!, white);
    expect([png.width, png.height], id).toEqual([Math.round(2 * svg.width), Math.round(2 * svg.height)]);
    expect(1 - png.found / (png.width * png.height), id).toBeGreaterThan(0.01);
    expect(png.otherAtEdge, id).toBe(0);
  }
}

const [initial, newest] = [syntheticRun[0], syntheticRun.at(-1)!].map(({ topology }) =>
  topology.layers.map(neuronsOf),
);

function countOf(values: readonly unknown[], wanted: unknown): number {
  return values.filter((value) => value === wanted).length;
}

const [firstNow, firstThen] = [newest[0], initial[0]];
const kept = firstNow.map(
  (inputs, neuron) => inputs.filter((each) => firstThen[neuron].includes(each)).length,
);
const gained = firstNow.map((inputs, neuron) => inputs.length - kept[neuron]);
const lost = firstThen.map((inputs, neuron) => inputs.length - kept[neuron]);
const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
const outDegrees = Array.from({ length: 784 }, (_, input) =>
  total(firstNow.map((inputs) => countOf(inputs, input))),
);
const links = newest.map((neurons) => total(neurons.map(({ length }) => length)));

/** What a chart has of the first layer at each checkpoint; the initial one is itself. */
const ofFirstLayer: Readonly<
  Record<string, readonly [column: string, (step: Step['layers'][number]) => number | null]>
> = {
  toInitial: ['Layer 1', (step) => step.toInitial ?? 0],
  toPrevious: ['Layer 1', (step) => step.toPrevious],
  links: ['Layer 1 gained', (step) => step.gained],
  survival: ['Layer 1', (step) => step.survival ?? 1],
  density: ['Layer 1 effective', ({ effectiveLinks }) => effectiveLinks / (784 * 60)],
  noOutput: ['Layer 1', (step) => step.noOutput],
  dead: ['Layer 1', (step) => step.offPath],
};

describe('every view of', () => {
  it('Topology Evolution', async () => {
    const curve = syntheticEvolution.points.map(({ epoch }) => ({
      epoch,
      trainLoss: 2 / (epoch + 1),
      trainAccuracy: epoch / 50,
      testLoss: 2.5 / (epoch + 1),
      testAccuracy: epoch / 60,
    }));
    const panel = await open({
      panel: 'evolution',
      snapshot: { ...syntheticEvolution, curve },
      links: syntheticLinks,
    });
    await panel.page.locator('[data-part=input-uses]').getByText('inputs without a link').waitFor();
    const found = await exportAll(panel);
    const layers = ['epoch', 'Layer 1', 'Layer 2'];
    await expectPictures(panel, found, {
      loss: ['epoch', 'Training', 'Test'],
      accuracy: ['epoch', 'Training', 'Test'],
      toInitial: [...layers, 'Mean'],
      toPrevious: [...layers, 'Mean'],
      links: ['epoch', 'Layer 1 gained', 'Layer 2 lost'],
      survival: [...layers, 'Mean'],
      exploration: [...layers, 'Network'],
      density: ['epoch', 'Layer 1 effective', 'Layer 1 nominal'],
      empty: layers,
      noOutput: layers,
      dead: layers,
      layers: null,
      connections: [
        'input',
        'neuron',
        `kept ${String(total(kept))}`,
        `gained ${String(total(gained))}`,
        `lost ${String(total(lost))}`,
      ],
      inputMap: ['links of each input, epoch 40', '0', String(Math.max(...outDegrees))],
      receptiveField: ['its inputs, Layer 1, epoch 40 against 0'],
      degrees: ['In-degree: inputs of a neuron', 'Out-degree: neurons that an input feeds', 'random links'],
    });
    const numbers = (id: string, column: string): readonly unknown[] =>
      columnsOf(found.get(id)!).get(column) ?? [];
    for (const [id, [column, value]] of Object.entries(ofFirstLayer)) {
      expect(numbers(id, column), id).toEqual(
        syntheticEvolution.points.map(({ step }) => value(step!.layers[0])),
      );
    }
    expect(numbers('accuracy', 'Test')).toEqual(curve.map(({ testAccuracy }) => testAccuracy));
    expect(numbers('loss', 'Training')).toEqual(curve.map(({ trainLoss }) => trainLoss));
    expect(numbers('layers', 'Links')).toEqual(links);
    expect(['kept', 'gained', 'lost'].map((name) => numbers('connections', name))).toEqual([
      kept,
      gained,
      lost,
    ]);
    expect(numbers('inputMap', 'links of each input')).toEqual(outDegrees);
    const fanIns = firstNow.map(({ length }) => length);
    expect(numbers('degrees', 'In-degree')).toEqual(
      numbers('degrees', 'Degree').map((degree) => countOf(fanIns, degree)),
    );
    const field = columnsOf(found.get('receptiveField')!);
    const neuron = fanIns.indexOf(Math.max(...fanIns));
    const read = field.get('Input')!.filter((_, k) => field.get('Change')![k] !== 'lost');
    expect(read.toSorted()).toEqual(firstNow[neuron].toSorted());

    // The same of inputs that are no image, and on logarithmic axes.
    await choose(panel.page, 'Shape', 'none, a ranking');
    await panel.page.getByRole('button', { name: 'Log–log' }).click();
    const others = await exportAll(panel, '[data-part=degrees], [data-part=input-map], [data-part=field]');
    await expectPictures(panel, others, {
      degrees: ['In-degree: inputs of a neuron', '1', '10'],
      inputMap: [`input ${String(outDegrees.indexOf(Math.max(...outDegrees)))}`],
      receptiveField: [],
    });
    expect(columnsOf(others.get('degrees')!).get('In-degree')).toEqual(numbers('degrees', 'In-degree'));
    expect(columnsOf(others.get('inputMap')!).get('links of each input')).toEqual(
      outDegrees.toSorted((a, b) => b - a),
    );
  });

  it('one checkpoint', async () => {
    const panel = await open({ panel: 'checkpoint', snapshot: checkpointSnapshot, links: syntheticLinks });
    await panel.page.locator('[data-part=input-uses]').getByText('inputs without a link').waitFor();
    const found = await exportAll(panel);
    await expectPictures(panel, found, {
      layers: null,
      connections: ['input', 'neuron', `links ${String(links[0])}`],
      inputMap: ['0', String(Math.max(...outDegrees))],
      receptiveField: [],
      degrees: ['random links'],
    });
    expect(columnsOf(found.get('connections')!).get('links')).toEqual(firstNow.map(({ length }) => length));
  });

  it('a pair', async () => {
    const panel = await open({
      panel: 'comparison',
      snapshot: movedPair,
      links: movedLinks,
      matchings: movedMatchings,
    });
    await panel.page.locator('[data-part=selected] canvas').first().waitFor();
    const found = new Map(await exportAll(panel));
    for (const tab of ['Flow', 'Overlay']) {
      await panel.page.getByRole('tab', { name: tab }).click();
      for (const [id, files] of await exportAll(panel, '[role=tabpanel]')) found.set(id, files);
    }
    const [inA, inB] = movedNetworks.map(({ layers }) => neuronsOf(layers[0]));
    const partner = (neuron: number): number => movedTo.get(neuron) ?? neuron;
    const shared = inA.map(
      (inputs, neuron) => inputs.filter((each) => inB[partner(neuron)].includes(each)).length,
    );
    await expectPictures(panel, found, {
      layers: ['Layer 1', movedPair.layers[0].distance.toFixed(3), 'Layer 2'],
      lineage: ['55 same place in B · 5 moved', 'same place in B', 'moved'],
      matching: null,
      pair: [`A: ${String(inA[0].length)} inputs`],
      costs: ['0.0', '1.0'],
      overlay: ['input', 'neuron', `shared ${String(total(shared))}`],
      fanInFlow: [],
      places: [],
    });
    const numbers = (id: string, column: string): readonly unknown[] =>
      columnsOf(found.get(id)!).get(column) ?? [];
    // The last layer is full in both.
    expect(numbers('layers', 'Distance')).toEqual([
      movedPair.layers[0].distance,
      movedPair.layers[1].distance,
      null,
    ]);
    expect(['Neurons of A', 'same place in B', 'moved'].map((each) => numbers('lineage', each)[0])).toEqual([
      60,
      60 - movedTo.size,
      movedTo.size,
    ]);
    expect(total(numbers('costs', 'Pairs').map(Number))).toBe(60);
    expect(total(readJson(found.get('fanInFlow')!).tables[0].rows.map((row) => Number(row[2])))).toBe(60);
    const moved = readJson(found.get('places')!).tables[0].rows.filter(([, , fate]) => fate === 'moved');
    expect(moved.map(([from, to]) => [from, to])).toEqual(
      [...movedTo].toSorted(([one], [other]) => one - other),
    );
    const matching = columnsOf(found.get('matching')!);
    const neurons = matching.get('A')!.map(Number);
    expect(matching.get('B')).toEqual(neurons.map(partner));
    expect(matching.get('Shared')).toEqual(neurons.map((neuron) => shared[neuron]));
  });

  it('many', async () => {
    const { measure, rule, follow, items } = matrix;
    const many = { ...usualChoices, order: 'clustered', selected: items[3].path };
    const paths = items.map(({ path }) => path);
    const state = { version: 1, paths, layer: null, measure, rule, follow, many };
    const panel = await open({ panel: 'comparison', snapshot: matrix, state });
    await panel.page.locator('[data-part=map-measure]:has-text("of the variance")').waitFor();
    const found = await exportAll(panel);
    await expectPictures(panel, found, {
      matrix: ['NNSTD, Mean, ordered by average linkage', ...items.map(({ label }) => label)],
      map: items.map(({ run }) => run.name),
      nearest: null,
      checkpoints: null,
    });
    expect(columnsOf(found.get('checkpoints')!).get('Path')).toEqual(paths);
    const nearest = columnsOf(found.get('nearest')!).get('NNSTD')!.map(Number);
    const fromThis = columnsOf(found.get('matrix')!)
      .get(items[3].label)!
      .map(Number)
      .filter((distance) => distance > 0);
    expect(nearest).toEqual(fromThis.toSorted((a, b) => a - b));
  });
});
