/** The first layer whose outputs, `[neuron][batch]`, are not all finite; null if none. */
export function firstNonFinite(
  outputs: readonly Float32Array[],
  layers: readonly { readonly outputs: number }[],
  batch: number,
): number | null {
  const layer = outputs.findIndex((values, k) =>
    values.subarray(0, layers[k].outputs * batch).some((value) => !Number.isFinite(value)),
  );
  return layer < 0 ? null : layer;
}
