import { afterAll } from 'vitest';
import { describeAgreement } from './support/enginesAgree';
import { makeTensorflowFolder } from './support/tensorflowFolder';

// The library without anything native, so that its agreement is tested everywhere.
const { folder, remove } = makeTensorflowFolder();
afterAll(remove);
describeAgreement(folder, 'cpu');
