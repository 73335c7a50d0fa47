import { call } from './call'

/** Tells that somebody is here, or no longer. */
export async function setPresence(online: boolean): Promise<void> {
  await call({ _: 'account.updateStatus', offline: !online })
}
