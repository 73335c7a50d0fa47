import { Long } from '@mtcute/core'
import type { tl } from '@mtcute/core'
import { Trouble } from '../model/trouble'
import { call } from './call'

/** What a server of this or another version can do; asked with calls that change nothing. */
export interface Served {
  files: boolean
  groups: boolean
  channels: boolean
  stickers: boolean
}

export async function served(): Promise<Served> {
  const [files, groups, channels, stickers] = await Promise.all([
    is({ _: 'upload.saveFilePart', fileId: Long.ZERO, filePart: 0, bytes: new Uint8Array() }),
    is({ _: 'messages.getFullChat', chatId: 1 }),
    is({ _: 'channels.getChannels', id: [] }),
    is({ _: 'messages.getAllStickers', hash: Long.ZERO }),
  ])
  return { files, groups, channels, stickers }
}

/** A method that is not served is refused by its name; any other answer is of the method itself. */
async function is(request: tl.RpcMethod): Promise<boolean> {
  try {
    await call(request, { maxRetryCount: 0, timeout: 10_000 })
    return true
  } catch (error) {
    return error instanceof Trouble && error.reason !== 'notServed' && !/METHOD_INVALID|timeout/i.test(error.code)
  }
}
