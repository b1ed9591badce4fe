import { describe } from 'vitest';
import { ensureTensorflow } from '../../../scripts/tensorflow.mjs';
import { titled } from '../../support/titled';
import { describeAgreement } from './support/enginesAgree';

const { folder, reason } = await ensureTensorflow();
describe.skipIf(reason !== null)(titled("TensorFlow's native library", reason), () => {
  describeAgreement(folder, 'tensorflow');
});
