import { acmeEntry } from '../support/acme.js';
import { boltEntry } from '../support/bolt.js';
import { describeProvider } from './describe-provider.js';

// What holds for every provider holds for those of the tests, which are unlike ours.
for (const entry of [acmeEntry, boltEntry]) describeProvider(entry);
