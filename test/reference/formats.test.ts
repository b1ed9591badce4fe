import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { ensureOracle } from '../../scripts/oracle.mjs';
import { CheckpointError } from '../../src/checkpoints/checkpoint';
import { readCheckpoint } from '../../src/checkpoints/readCheckpoint';
import { encodeTopology, writeSnapshot } from '../../src/checkpoints/snapshotFile';
import type { TrainingSnapshot } from '../../src/checkpoints/trainingSnapshot';
import { linksForDensity, randomLayer } from '../../src/topology/initial';
import { linkSetOf } from '../../src/topology/linkSet';
import { randomStream } from '../../src/topology/random';
import type { SparseLayer } from '../../src/topology/topology';
import { titled } from '../support/titled';
import { noTopologies, topologies } from './authors';
import { askOracle, runPython } from './oracle';

const root = path.resolve(import.meta.dirname, '../..');
const { python, reason } = await ensureOracle();

const folder = mkdtempSync(path.join(os.tmpdir(), 'sparse-topology-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const whyNot = noTopologies ?? reason;
describe.skipIf(whyNot !== null)(
  titled("the authors' own topologies are read as SciPy reads them", whyNot),
  () => {
    const digestsSchema = z.record(
      z.string(),
      z.array(z.object({ inputs: z.number(), outputs: z.number(), links: z.number(), sha256: z.string() })),
    );

    function digest(layer: SparseLayer) {
      const hash = createHash('sha256');
      for (const array of [layer.indptr, layer.indices, layer.values!]) {
        hash.update(new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
      }
      const { inputs, outputs, indices } = layer;
      return { inputs, outputs, links: indices.length, sha256: hash.digest('hex') };
    }

    test('all 90, link by link and weight by weight', async () => {
      const checkpoints = readdirSync(topologies).flatMap((net) =>
        readdirSync(path.join(topologies, net))
          .filter((name) => name.startsWith('epoch_'))
          .map((name) => path.join(topologies, net, name)),
      );
      expect(checkpoints.length).toBe(90);
      const expected = digestsSchema.parse(await askOracle(python!, 'linkDigests.py', checkpoints));
      for (const checkpoint of checkpoints) {
        const { topology } = await readCheckpoint(checkpoint);
        expect(topology.layers.map(digest), checkpoint).toEqual(expected[checkpoint]);
      }
    });
  },
);

describe.skipIf(reason !== null)(titled('what SciPy writes', reason), () => {
  const formsSchema = z.object({
    rows: z.number(),
    columns: z.number(),
    entries: z.array(z.tuple([z.number(), z.number(), z.number()])),
    read: z.array(z.string()),
    refused: z.array(z.string()),
  });

  test('every form is read as the same layer, or refused with its name', async () => {
    const forms = formsSchema.parse(await askOracle(python!, 'writeForms.py', [folder]));
    expect(forms.read.length).toBeGreaterThan(50);
    for (const name of forms.read) {
      const [layer] = (await readCheckpoint(path.join(folder, name))).topology.layers;
      expect([layer.inputs, layer.outputs], name).toEqual([forms.rows, forms.columns]);
      const links = Array.from({ length: layer.outputs }, (_, neuron) =>
        Array.from(layer.indices.slice(layer.indptr[neuron], layer.indptr[neuron + 1]), (input, k) => [
          input,
          neuron,
          layer.values![layer.indptr[neuron] + k],
        ]),
      ).flat();
      expect(links, name).toEqual(forms.entries);
    }
    for (const name of forms.refused) {
      await expect(readCheckpoint(path.join(folder, name)), name).rejects.toThrow(CheckpointError);
    }
  });
});

describe.skipIf(reason !== null)(titled('what Python makes of our checkpoints', reason), () => {
  const documented = readFileSync(path.join(root, 'docs/checkpoint-format.md'), 'utf8');
  const code = /```python\n([\s\S]*?)```/.exec(documented)?.[1] ?? '';
  const tensorSchema = z.object({ dtype: z.string(), items: z.array(z.number()) });
  const shownSchema = z.object({
    shape: z.array(z.number()),
    rows: z.array(z.array(z.tuple([z.number(), z.number()]))),
    tensors: z.record(z.string(), tensorSchema),
    metadata: z.record(z.string(), z.string()),
  });
  /** After the documented lines: the matrix `w` by rows, and everything else in the file. */
  const show = `
import json, numpy
from safetensors import safe_open
rows = [list(zip(w[j].indices.tolist(), w[j].data.tolist())) for j in range(w.shape[0])]
tensors = {n: {"dtype": a.dtype.str, "items": a.tolist()} for n, a in t.items()}
with safe_open("epoch-0003.safetensors", "numpy") as f: metadata = f.metadata()
print(json.dumps({"shape": w.shape, "rows": rows, "tensors": tensors, "metadata": metadata}))
`;

  /** Numbers that float32 and JSON hold exactly. */
  const floats = (length: number, step: number) => Float32Array.from({ length }, (_, k) => (k - 3) * step);

  function snapshot(): TrainingSnapshot {
    const random = randomStream(1, 'reference');
    const widths = [30, 12, 5];
    const layers = widths.slice(1).map((outputs, k) => {
      const layer = randomLayer(widths[k], outputs, linksForDensity(0.3, widths[k], outputs), random);
      return { ...layer, values: floats(layer.indices.length, 0.25) };
    });
    return {
      epoch: 3,
      stepInEpoch: 0,
      step: 300,
      topology: { layers },
      biases: layers.map(({ outputs }) => floats(outputs, 0.5)),
      velocities: layers.map(({ indices }) => floats(indices.length, -0.125)),
      biasVelocities: layers.map(({ outputs }) => floats(outputs, 2)),
      random: random.state(),
      explored: layers.map(linkSetOf),
      epochSums: Float64Array.of(0.5, 7, 60_000),
      momentSteps: 300,
      secondMoments: [],
      srelu: [],
      improvement: new Float64Array(0),
      methodState: {},
      normalization: { means: Float64Array.of(72.5), deviations: Float64Array.of(90.25) },
      engine: 'sparse',
      config: '{"epochs":5}',
    };
  }

  test('three documented lines make a layer a SciPy matrix, and every tensor is there', async () => {
    const written = snapshot();
    const [layer] = written.topology.layers;
    await writeSnapshot(path.join(folder, 'epoch-0003.safetensors'), written);
    const shown = shownSchema.parse(await runPython(python!, code + show, folder));
    expect(shown.shape).toEqual([12, 30]);
    expect(shown.rows).toEqual(
      Array.from({ length: 12 }, (_, neuron) =>
        Array.from(layer.indices.slice(layer.indptr[neuron], layer.indptr[neuron + 1]), (input, k) => [
          input,
          layer.values![layer.indptr[neuron] + k],
        ]),
      ),
    );
    const tensor = (dtype: string, items: ArrayLike<number>) => ({ dtype, items: [...Array.from(items)] });
    expect(shown.tensors).toMatchObject({
      'layers.0.bias': tensor('<f4', written.biases[0]),
      'layers.1.velocity': tensor('<f4', written.velocities[1]),
      'layers.1.bias_velocity': tensor('<f4', written.biasVelocities[1]),
      random: tensor('<u4', written.random),
      epoch_sums: tensor('<f8', written.epochSums),
    });
    expect(shown.metadata).toEqual({
      sparse_topology: '1',
      engine: 'sparse',
      kind: 'snapshot',
      widths: '[30,12,5]',
      epoch: '3',
      step_in_epoch: '0',
      step: '300',
      moment_steps: '300',
      config: '{"epochs":5}',
    });

    // Explored links equal the active ones here; unpacked as the document says, they are the same set.
    const bits = shown.tensors['layers.0.explored_bits'].items;
    const unpacked = bits.flatMap((byte) => Array.from({ length: 8 }, (_, bit) => (byte >> bit) & 1));
    const places = unpacked.flatMap((bit, place) => (bit === 1 ? [place] : []));
    expect(places).toEqual(shown.rows.flatMap((row, neuron) => row.map(([input]) => neuron * 30 + input)));
  });

  test('a topology without values opens as well', async () => {
    const layer = randomLayer(7, 4, 9, randomStream(2, 'reference'));
    writeFileSync(
      path.join(folder, 'mask.safetensors'),
      Buffer.concat(encodeTopology({ layers: [layer] }, null)),
    );
    const opened = await runPython(
      python!,
      `import json
from safetensors.numpy import load_file
t = load_file("mask.safetensors")
print(json.dumps({name: tensor.tolist() for name, tensor in t.items()}))`,
      folder,
    );
    expect(opened).toEqual({
      'layers.0.shape': [4, 7],
      'layers.0.indptr': [...layer.indptr],
      'layers.0.indices': [...layer.indices],
    });
  });
});
