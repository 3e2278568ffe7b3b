// Stands in for semver in the bundle: conf compares versions only for migrations, and we have none.
const refuse = () => {
  throw new Error('webhook-admin uses conf without migrations');
};

export default { clean: refuse, eq: refuse, gt: refuse, lte: refuse, satisfies: refuse };
