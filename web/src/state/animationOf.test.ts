import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { unpackedAnimation } from './unpackedAnimation'

const packed = (text: string) => new Blob([new Uint8Array(gzipSync(text))])

test('an animation is unpacked, and loses what it would fetch from elsewhere', async () => {
  const text = await unpackedAnimation(packed(JSON.stringify({ v: '5.5', layers: [{ nm: 'bird' }], assets: [{ id: 'a', u: 'https://evil.test/', p: 'x.png' }, { id: 'b', layers: [] }] })))
  expect(JSON.parse(text)).toEqual({ v: '5.5', layers: [{ nm: 'bird' }], assets: [{ id: 'b', layers: [] }] })
})

test('what is too large when it is unpacked, or is no animation at all, is refused', async () => {
  await expect(unpackedAnimation(packed(' '.repeat(5 << 20)))).rejects.toThrow('too large')
  await expect(unpackedAnimation(packed('no animation'))).rejects.toThrow()
  await expect(unpackedAnimation(new Blob(['not packed']))).rejects.toThrow()
})
