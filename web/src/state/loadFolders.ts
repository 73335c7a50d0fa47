import { reconcile } from 'solid-js/store'
import { link } from './link'
import { setState } from './store'

/** Fetches the folders and their order. */
export async function loadFolders(): Promise<void> {
  const protocol = await link()
  setState('folders', reconcile(await protocol.getFolders()))
}
