/** Every secret of a run: made by chance, so unlike any text and each other, and different in every encoding. */
export const canaries = {
  storedToken: 'ST.U8JZpD"E0iG/XlD6+gNCFb\\aEP%FjbD',
  storedCredasKey: 'CK.m2WvQz"T7rB/hN5x+Jd0Lf\\uYp%K3cs',
  storedEmptorKey: 'EK.q9ZtBn"V4kD/wS8j+Gm1Xr\\oHe%P6ya',
  storedKeyclicToken: 'KT.c5RfMx"L2vJ/yU7b+Np3Qz\\iTg%W0hd',
  environmentToken: 'EN.0kH8Oo"ol8D/klZD+OCj2I\\SaJ%iHkT',
  fileToken: 'FI.j0rLGl"koMX/GjtE+kDnNf\\rib%xUdl',
  pipedToken: 'PI.7dXTPy"LsxP/FkTh+f4Vuc\\SmE%HgaK',
  password: 'PA.wVJ7fa"C9qE/wjky+40UVs\\Wmf%lzdE',
  accessToken: 'AC.1F8Res"qEDu/sTpk+r0cSt\\Y4q%WB8d',
  idToken: 'ID.x6GpYk"H1wS/eB9n+Vt4Mj\\zRc%L7uo',
  renewedToken: 'RE.WKnHfD"NxSI/vPZZ+63fFK\\cZj%R4I0',
  refreshToken: 'RE.b3jRta"Wr4Y/9OJF+LJOqO\\Af1%lLQS',
  oldSecret: 'OL.AJaiXn"kU8I/s2g8+nprvD\\d53%x83r',
  newSecret: 'NE.zjZZZZ"GeoZ/DMEN+cKHVm\\DGA%kJiG',
  previousSecret: 'PR.8XnBE3"NnYJ/oQ9W+mXeHH\\2fd%eeTF',
  storedCredasHeader: 'CH.f8KbUe"Q3mZ/tD6v+Xw2Ny\\pJl%S9ig',
  storedEmptorHeader: 'EH.d4YnRo"F6zC/aM2k+Bu9Th\\vQs%G1xw',
  storedKeyclicHeader: 'KH.l7SjPi"Z0qW/oE3r+Yk5Cf\\mDx%T8nb',
  environmentHeader: 'NH.r1VgLa"M9dX/uK4p+Hs7Qe\\bWt%F2zj',
  fileHeader: 'FH.h3BqXc"J5yN/iR8w+Lz6Vd\\kGm%O4tu',
  proxyPassword: 'Px7proxy-Jw52-pass_Rt94.vnF16',
} as const;

export type Canary = keyof typeof canaries;

/** Where the credential and the header value of a run come from. The store always holds both, too. */
export type CredentialSource = 'store' | 'environment' | 'file';
export const credentialSources: readonly CredentialSource[] = ['store', 'environment', 'file'];
