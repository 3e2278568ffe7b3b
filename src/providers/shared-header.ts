/** The verification of deliveries that are not signed, but may have a header with an agreed value. */
export const sharedHeaderVerification = [
  {
    how: 'shared-header',
    label: 'header if set',
    basis: 'documented',
    load: () => import('./verify-shared-header.js'),
  },
] as const;
