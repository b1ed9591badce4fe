import type {
  DegreeFit,
  DegreeSide,
  LayerProfile,
  layerProfileMethods,
  ReceptiveField,
} from '../../../src/protocol/layerProfile';
import type { Params, Result } from '../../../src/protocol/rpc';
import type { runInputsMethods } from '../../../src/protocol/runInputs';
import type { LayerPlace } from '../../shared/linkStore';
import { RecentStore } from '../../shared/recentStore';
import { RunInputsStore } from '../../shared/runInputsStore';

type Methods = typeof layerProfileMethods & typeof runInputsMethods;
type Ask = <M extends keyof Methods & string>(
  method: M,
  params: Params<Methods, M>,
) => Promise<Result<Methods, M>>;

export type FieldPlace = LayerPlace & { readonly neuron: number; readonly weights: boolean };
export type FitPlace = LayerPlace & { readonly side: DegreeSide };

const limitBytes = 48 * 2 ** 20;
/** About what an answer without arrays takes. */
const smallBytes = 512;

/** What is known of the degrees of layers, of what their neurons see, and of the inputs of the network. */
export interface Structure {
  readonly profiles: RecentStore<LayerPlace, LayerProfile>;
  readonly fields: RecentStore<FieldPlace, ReceptiveField>;
  readonly fits: RecentStore<FitPlace, DegreeFit>;
  readonly inputs: RunInputsStore;
  /** Forgets a checkpoint whose file is another one now. */
  forget(path: string): void;
}

export function structureFrom(ask: Ask): Structure {
  const stores = {
    profiles: new RecentStore<LayerPlace, LayerProfile>(
      (place) => ask('layerProfile', place),
      ({ inDegrees, outDegrees, strengths }) =>
        inDegrees.byteLength + outDegrees.byteLength + (strengths?.byteLength ?? 0),
      limitBytes,
    ),
    fields: new RecentStore<FieldPlace, ReceptiveField>(
      (place) => ask('receptiveField', place),
      ({ paths, own, weights }) => paths.byteLength + own.byteLength + (weights?.byteLength ?? 0),
      limitBytes,
    ),
    fits: new RecentStore<FitPlace, DegreeFit>(
      (place) => ask('degreeFit', place),
      () => smallBytes,
      limitBytes,
    ),
    inputs: new RunInputsStore((place) => ask('runInputs', place)),
  };
  return {
    ...stores,
    forget(path) {
      for (const store of Object.values(stores)) store.forget(path);
    },
  };
}
