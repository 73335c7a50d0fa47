import { call } from './call'

/** Takes a folder away; its chats stay. */
export async function deleteFolder(id: number): Promise<void> {
  await call({ _: 'messages.updateDialogFilter', id })
}
