/** The verification of deliveries that are not signed, but may have a header with an agreed value. */
export const sharedHeaderVerification = [
  {
    how: 'shared-header',
    label: 'header if set',
    basis: 'documented',
    load: () => import('./verification.js'),
  },
] as const;
