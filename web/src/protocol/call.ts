import type { RpcCallOptions, tl } from '@mtcute/core'
import { clientSoon } from './clientSoon'
import { tellPeers } from './tellPeers'
import { toTrouble } from './toTrouble'

/** Calls a method; people and chats of the answer are told on, and what goes wrong comes as a `Trouble`. */
export async function call<M extends tl.RpcMethod>(request: M, options?: RpcCallOptions): Promise<tl.RpcCallReturn[M['_']]> {
  const client = await clientSoon()
  try {
    const answer = await client.call(request as never, options)
    tellPeers(answer)
    return answer as tl.RpcCallReturn[M['_']]
  } catch (error) {
    throw toTrouble(error)
  }
}
