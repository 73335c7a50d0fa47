import { call } from './call'

/** Signs in the device that shows this link. */
export async function acceptLoginToken(url: string): Promise<void> {
  const token = /token=([\w-]+)/.exec(url)?.[1] ?? ''
  const bytes = Uint8Array.from(atob(token.replaceAll('-', '+').replaceAll('_', '/')), (one) => one.charCodeAt(0))
  await call({ _: 'auth.acceptLoginToken', token: bytes })
}
