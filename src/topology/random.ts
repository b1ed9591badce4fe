/** Where everything random in this project comes from: passed in, so that a seed decides every draw. */
export interface RandomSource {
  /** An integer of [0, 2³²). */
  uint32(): number;
  /** A multiple of 2⁻⁵³ in [0, 1). */
  uniform(): number;
  /** An unbiased integer of [0, n), for an integer n of 1 to 2⁵³. */
  below(n: number): number;
  /** A draw of N(0, 1). */
  normal(): number;
}

/** A source that can be written to a checkpoint and continued from there. */
export interface SerialisableRandom extends RandomSource {
  /** The whole state: `restoreRandom(state())` draws what this one would draw next. Length 4. */
  state(): Uint32Array;
}

/** What was given as the state of a generator is none. */
export class RandomStateError extends Error {
  override readonly name = 'RandomStateError';

  constructor(readonly found: string) {
    super(`expected the state of a random-number generator (4 words, not all 0), found ${found}`);
  }
}

/**
 * The stream of random numbers that belongs to a seed and a purpose: `randomStream(7, 'order', epoch)`. Streams of
 * different labels or numbers are independent for all practical ends, so that one more draw here never shifts those
 * there. Seed and numbers are integers of 0 to 2⁵³ − 1.
 */
export function randomStream(seed: number, label: string, ...numbers: readonly number[]): SerialisableRandom {
  const words = [...halves(seed), label.length];
  for (let i = 0; i < label.length; i++) words.push(label.charCodeAt(i));
  for (const number of numbers) words.push(...halves(number));
  const state = murmur128(words);
  return new Xoshiro128(state.every((word) => word === 0) ? Uint32Array.of(1, 2, 3, 4) : state);
}

/** The generator whose `state()` this was. Throws `RandomStateError`. */
export function restoreRandom(state: Uint32Array): SerialisableRandom {
  if (state.length !== 4) throw new RandomStateError(`${state.length} words`);
  if (state.every((word) => word === 0)) throw new RandomStateError('4 words of 0');
  return new Xoshiro128(state);
}

/** xoshiro128** 1.1 of Blackman and Vigna (https://prng.di.unimi.it/xoshiro128starstar.c). */
class Xoshiro128 implements SerialisableRandom {
  private a: number;
  private b: number;
  private c: number;
  private d: number;

  constructor(state: Uint32Array) {
    this.a = state[0] | 0;
    this.b = state[1] | 0;
    this.c = state[2] | 0;
    this.d = state[3] | 0;
  }

  uint32(): number {
    const b = this.b;
    const five = Math.imul(b, 5);
    const result = Math.imul((five << 7) | (five >>> 25), 9) >>> 0;
    this.c ^= this.a;
    this.d ^= b;
    this.b = b ^ this.c;
    this.a ^= this.d;
    this.c ^= b << 9;
    this.d = (this.d << 11) | (this.d >>> 21);
    return result;
  }

  uniform(): number {
    const high = this.uint32() >>> 5;
    const low = this.uint32() >>> 6;
    return (high * 0x4000000 + low) / 0x20000000000000;
  }

  below(n: number): number {
    if (!(n >= 1 && n <= 0x20000000000000) || !Number.isInteger(n)) {
      throw new RangeError(`below(${n}): n has to be an integer of 1 to 2^53`);
    }
    if (n === 1) return 0;
    // As many high bits as n − 1 has, drawn again until below n: unbiased, and under two draws on average.
    if (n <= 0x100000000) {
      const shift = Math.clz32(n - 1);
      for (;;) {
        const draw = this.uint32() >>> shift;
        if (draw < n) return draw;
      }
    }
    const shift = Math.clz32(Math.floor((n - 1) / 0x100000000));
    for (;;) {
      const draw = (this.uint32() >>> shift) * 0x100000000 + this.uint32();
      if (draw < n) return draw;
    }
  }

  /**
   * Marsaglia's polar method: of the functions that differ between builds of a JavaScript engine (sin, cos) it needs
   * none. The second number of each pair is left, so that the state is the generator's alone.
   */
  normal(): number {
    for (;;) {
      const u = 2 * this.uniform() - 1;
      const v = 2 * this.uniform() - 1;
      const s = u * u + v * v;
      if (s > 0 && s < 1) return u * Math.sqrt((-2 * Math.log(s)) / s);
    }
  }

  state(): Uint32Array {
    return Uint32Array.of(this.a, this.b, this.c, this.d);
  }
}

function halves(value: number): [low: number, high: number] {
  if (!Number.isSafeInteger(value) || value < 0) {
    throw new RangeError(`seed or stream number ${value} is not an integer of 0 to 2^53 - 1`);
  }
  return [value % 0x100000000, Math.floor(value / 0x100000000)];
}

/** MurmurHash3_x86_128 (Appleby, public domain) over little-endian words, padded with zeros to whole blocks. */
function murmur128(words: readonly number[]): Uint32Array {
  const factors = [0x239b961b, 0xab0e9789, 0x38b34ae5, 0xa1e38b93];
  const blockRotations = [15, 16, 17, 18];
  const laneRotations = [19, 17, 15, 13];
  const additions = [0x561ccd1b, 0x0bcaa747, 0x96cd1c35, 0x32ac3b17];
  const h = new Int32Array(4);
  for (let block = 0; block < words.length; block += 4) {
    for (let lane = 0; lane < 4; lane++) {
      const k = Math.imul(words[block + lane] ?? 0, factors[lane]);
      h[lane] ^= Math.imul(rotate(k, blockRotations[lane]), factors[(lane + 1) % 4]);
      h[lane] = rotate(h[lane], laneRotations[lane]) + h[(lane + 1) % 4];
      h[lane] = Math.imul(h[lane], 5) + additions[lane];
    }
  }
  for (let lane = 0; lane < 4; lane++) h[lane] ^= words.length * 4;
  mixLanes(h);
  for (let lane = 0; lane < 4; lane++) h[lane] = finalise(h[lane]);
  mixLanes(h);
  return new Uint32Array(h.buffer);
}

function mixLanes(h: Int32Array): void {
  h[0] += h[1] + h[2] + h[3];
  for (let lane = 1; lane < 4; lane++) h[lane] += h[0];
}

function finalise(word: number): number {
  let h = word;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

function rotate(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}
