import { expect, test } from 'vitest'
import type { Happening } from '../model/model'
import { session } from './session'
import { tellPeers } from './tellPeers'

test('what came with an update that waited its turn never takes the place of something newer', () => {
  const heard: Happening[] = []
  session.tell = (happening) => void heard.push(happening)
  const before = { chats: [{ _: 'channel', id: 5, title: 'Loft', megagroup: true, date: 0, photo: { _: 'chatPhotoEmpty' } }], users: [] }
  tellPeers(before)
  tellPeers({ chats: [{ _: 'channelForbidden', id: 5, title: 'Loft', megagroup: true }], users: [] })
  tellPeers(before)
  expect(heard.flatMap((one) => (one.kind === 'peers' ? one.peers.map((peer) => peer.left) : []))).toEqual([false, true])
})
