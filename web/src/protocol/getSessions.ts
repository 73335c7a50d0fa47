import type { Session } from '../model/model'
import { call } from './call'

/** The devices that are signed in. */
export async function getSessions(): Promise<Session[]> {
  const answer = await call({ _: 'account.getAuthorizations' })
  return answer.authorizations.map((one) => ({
    hash: one.hash.toString(), current: one.current ?? false, app: [one.appName, one.appVersion].filter(Boolean).join(' '),
    device: [one.deviceModel, one.systemVersion].filter(Boolean).join(', '), place: [one.ip, one.country].filter(Boolean).join(', '),
    active: one.dateActive,
  }))
}
