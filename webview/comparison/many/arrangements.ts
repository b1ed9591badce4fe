import type {
  ArrangementMethods,
  ClassicalMap,
  Clustering,
  StressMap,
} from '../../../src/protocol/arrangement';
import type { ComparedItem } from '../../../src/protocol/comparison';
import type { MapChoice } from '../../../src/protocol/manyChoices';
import type { Client } from '../../../src/protocol/rpc';
import type { CompleteRows } from './completeRows';
import { LatestAnswer } from './latestAnswer';

/** Distances of the checkpoints at these paths. */
interface Question {
  readonly paths: readonly string[];
  readonly values: Float64Array;
}

/** What was found about some of the items: their indices now, in the order of the result. */
export interface Arranged<A> {
  readonly items: readonly number[];
  readonly result: A;
}

/** The newest tree and map of the distances that are there; both are computed where no drawing waits for it. */
export class Arrangements {
  private readonly clusters: LatestAnswer<Question, Clustering>;
  private readonly classical: LatestAnswer<Question, ClassicalMap>;
  private readonly stress: LatestAnswer<Question, StressMap>;

  constructor(request: Client<ArrangementMethods>['request'], onChange: () => void) {
    const asking = <A>(
      ask: (params: { size: number; values: Float64Array }) => Promise<A>,
    ): LatestAnswer<Question, A> =>
      new LatestAnswer(({ paths, values }) => ask({ size: paths.length, values }), sameQuestion, onChange);
    this.clusters = asking((params) => request('cluster', params));
    this.classical = asking((params) => request('classicalMap', params));
    this.stress = asking((params) => request('stressMap', params));
  }

  /** Why the newest could not be had. */
  get problem(): string | null {
    return this.clusters.problem ?? this.classical.problem ?? this.stress.problem;
  }

  /** Asks for what is shown of the rows that have all their distances; three are needed. */
  want(
    paths: readonly string[],
    { rows, values }: CompleteRows,
    what: { readonly clustering: boolean; readonly map: MapChoice },
  ): void {
    if (rows.length < 3) return;
    const question = { paths: rows.map((row) => paths[row]), values };
    if (what.clustering) this.clusters.want(question);
    if (what.map === 'stress') this.stress.want(question);
    else this.classical.want(question);
  }

  clustering(items: readonly ComparedItem[]): Arranged<Clustering> | null {
    return arranged(this.clusters, items);
  }

  classicalMap(items: readonly ComparedItem[]): Arranged<ClassicalMap> | null {
    return arranged(this.classical, items);
  }

  stressMap(items: readonly ComparedItem[]): Arranged<StressMap> | null {
    return arranged(this.stress, items);
  }
}

/** Null also where one of its checkpoints is compared no more: a newer answer is on its way. */
function arranged<A>(from: LatestAnswer<Question, A>, items: readonly ComparedItem[]): Arranged<A> | null {
  const { answer } = from;
  if (answer === null) return null;
  const indexOf = new Map(items.map(({ path }, index) => [path, index]));
  const found = answer.question.paths.map((path) => indexOf.get(path));
  return found.every((index) => index !== undefined) ? { items: found, result: answer.result } : null;
}

function sameQuestion(a: Question, b: Question): boolean {
  return (
    a.paths.length === b.paths.length &&
    a.paths.every((path, k) => path === b.paths[k]) &&
    a.values.every((value, k) => value === b.values[k])
  );
}
