import { RecordStore } from '../../../../src/analysis/cache/recordStore';
import { entryOf } from './entries';

/** Keeps entries FIRST, FIRST + STRIDE … in a folder until it is killed or COUNT are kept; says how many it flushed. */
const [folder, limitBytes, first, stride, count] = process.argv.slice(2);
const store = new RecordStore({
  folder,
  limitBytes: Number(limitBytes),
  onProblem: (message) => {
    throw new Error(message);
  },
});
for (let i = 0; i < Number(count); i++) {
  const { key, value } = entryOf(Number(first) + i * Number(stride));
  store.set(key, value);
  if (i % 7 === 0) {
    store.flush();
    process.stdout.write('.');
  }
}
store.close();
