import { acmeEntry } from '../support/fake-provider.js';
import { boltEntry } from '../support/unverified-provider.js';
import { describeProvider } from './describe-provider.js';

// What holds for every provider holds for those of the tests, which are unlike ours.
for (const entry of [acmeEntry, boltEntry]) describeProvider(entry);
