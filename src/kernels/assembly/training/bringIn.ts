// AssemblyScript: from samples as they are stored to the inputs of the network, `[feature][samples]` of a tile:
// (value − mean) / deviation in float64, rounded to float32. The plain twin is `BatchMaker`.
import { Run, Step, element, layerAt } from './records';
import { ofTile } from './tileMemory';
import { tileSize, tileStart } from './tiles';

/** For the features from `from` to before `to`, and the samples of the tile from `first` to before `last`. */
export function bringIn(
  run: Run,
  step: Step,
  tile: i32,
  from: i32,
  to: i32,
  first: i32,
  last: i32,
): void {
  const features = layerAt(run, 0).inputs;
  const size = tileSize(step.size, tile);
  const target = ofTile(run.inputs, features, step.size, tile);
  const sample = tileStart(step.size, tile);
  const deviations = step.means + ((<usize>features) << 3);
  let feature = from;
  for (; feature + 4 <= to; feature += 4) {
    const place = (<usize>feature) << 3;
    const mean0 = v128.load(step.means + place);
    const mean2 = v128.load(step.means + place, 16);
    const deviation0 = v128.load(deviations + place);
    const deviation2 = v128.load(deviations + place, 16);
    let b = first;
    for (; b + 4 <= last; b += 4) {
      const row = (sample + b) * features + feature;
      const x0 = normalized(fourFeatures(step, row), mean0, mean2, deviation0, deviation2);
      const x1 = normalized(fourFeatures(step, row + features), mean0, mean2, deviation0, deviation2);
      const x2 = normalized(fourFeatures(step, row + 2 * features), mean0, mean2, deviation0, deviation2);
      const x3 = normalized(fourFeatures(step, row + 3 * features), mean0, mean2, deviation0, deviation2);
      const y0 = v128.shuffle<f32>(x0, x1, 0, 4, 1, 5);
      const y1 = v128.shuffle<f32>(x0, x1, 2, 6, 3, 7);
      const y2 = v128.shuffle<f32>(x2, x3, 0, 4, 1, 5);
      const y3 = v128.shuffle<f32>(x2, x3, 2, 6, 3, 7);
      v128.store(element(target, feature * size + b), v128.shuffle<f32>(y0, y2, 0, 1, 4, 5));
      v128.store(element(target, (feature + 1) * size + b), v128.shuffle<f32>(y0, y2, 2, 3, 6, 7));
      v128.store(element(target, (feature + 2) * size + b), v128.shuffle<f32>(y1, y3, 0, 1, 4, 5));
      v128.store(element(target, (feature + 3) * size + b), v128.shuffle<f32>(y1, y3, 2, 3, 6, 7));
    }
    for (; b < last; b++) {
      for (let one = feature; one < feature + 4; one++) bringInOne(step, target, deviations, sample, one, size, b);
    }
  }
  for (; feature < to; feature++) {
    for (let b = first; b < last; b++) bringInOne(step, target, deviations, sample, feature, size, b);
  }
}

@inline
function bringInOne(
  step: Step,
  target: usize,
  deviations: usize,
  sample: i32,
  feature: i32,
  size: i32,
  b: i32,
): void {
  const features = <i32>((deviations - step.means) >> 3);
  const at = (sample + b) * features + feature;
  const value: f64 = step.areBytes ? <f64>load<u8>(step.stored + at) : <f64>load<f32>(element(step.stored, at));
  const place = (<usize>feature) << 3;
  const x = (value - load<f64>(step.means + place)) / load<f64>(deviations + place);
  store<f32>(element(target, feature * size + b), <f32>x);
}

/** Four stored values from this place on, each exact in float32. */
@inline
function fourFeatures(step: Step, place: i32): v128 {
  if (!step.areBytes) return v128.load(element(step.stored, place));
  const bytes = v128.load32_zero(step.stored + place);
  return f32x4.convert_i32x4_u(i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(bytes)));
}

@inline
function normalized(x: v128, mean0: v128, mean2: v128, deviation0: v128, deviation2: v128): v128 {
  const low = f64x2.promote_low_f32x4(x);
  const high = f64x2.promote_low_f32x4(v128.shuffle<f32>(x, x, 2, 3, 2, 3));
  return v128.shuffle<f32>(
    f32x4.demote_f64x2_zero(f64x2.div(f64x2.sub(low, mean0), deviation0)),
    f32x4.demote_f64x2_zero(f64x2.div(f64x2.sub(high, mean2), deviation2)),
    0, 1, 4, 5,
  );
}
