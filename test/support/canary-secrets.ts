import { createHash } from 'node:crypto';

/** Secrets of a run: random, so unlike any text and each other, and different in every encoding. */
export const canaries = {
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
  environmentHeader: 'NH.r1VgLa"M9dX/uK4p+Hs7Qe\\bWt%F2zj',
  fileHeader: 'FH.h3BqXc"J5yN/iR8w+Lz6Vd\\kGm%O4tu',
  proxyPassword: 'Px7proxy-Jw52-pass_Rt94.vnF16',
} as const;

export type Canary = keyof typeof canaries;

/** The stored secret of a provider's setting, of the same form as the others and always the same. */
export const storedCanary = (providerId: string, setting: string): string => {
  const digest = createHash('sha512').update(`${providerId}.${setting}`).digest('base64');
  const [a = '', b = '', c = '', d = '', e = '', f = ''] =
    digest.replaceAll(/[+/=]/gu, '').match(/.{6}/gu) ?? [];
  return `ST.${a}"${b}/${c}+${d}\\${e}%${f}`;
};

/** Where the credential and the header value of a run come from. The store always holds both, too. */
export type CredentialSource = 'store' | 'environment' | 'file';
export const credentialSources: readonly CredentialSource[] = ['store', 'environment', 'file'];
