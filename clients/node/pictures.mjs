/** Pictures and bytes that rounds send: made here, so that nothing has to be installed or kept. */
import { createCipheriv, createHash } from 'node:crypto'
import { crc32, deflateSync } from 'node:zlib'

/** Bytes that no packing makes shorter, the same for the same seed. */
export function noise(length, seed) {
  const blocks = []
  for (let at = 0; at * 32 < length; at++) blocks.push(createHash('sha256').update(`${seed} ${at}`).digest())
  return Buffer.concat(blocks).subarray(0, length)
}

export const digest = (data) => createHash('sha256').update(data).digest('hex')

/** A picture with a slope of colours. */
export function png(width, height, seed = 1) {
  const rows = Buffer.alloc(height * (1 + width * 3))
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = y * (1 + width * 3) + 1 + x * 3
      rows[at] = (x * 255) / width
      rows[at + 1] = (y * 255) / height
      rows[at + 2] = (seed * 37) % 256
    }
  }
  const chunk = (kind, body) => {
    const whole = Buffer.concat([Buffer.from(kind), body])
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
    length.writeUInt32BE(body.length)
    sum.writeUInt32BE(crc32(whole))
    return Buffer.concat([length, whole, sum])
  }
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, 2, 0, 0, 0], 8)
  const mark = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  return Buffer.concat([mark, chunk('IHDR', head), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))])
}

/** Whether these bytes are a whole JPEG. */
export const isJpeg = (data) => data[0] === 0xff && data[1] === 0xd8 && data.at(-2) === 0xff && data.at(-1) === 0xd9

const MEBIBYTE = 1 << 20

/** One MiB of the bytes of a seed: a cipher's stream, from a place of its own for each. */
function mebibyte(index, seed) {
  const key = createHash('sha256').update(`${seed}`).digest()
  const place = Buffer.alloc(16)
  place.writeUInt32BE(index, 4)
  return createCipheriv('aes-256-ctr', key, place).update(Buffer.alloc(MEBIBYTE))
}

/** The bytes of a seed, MiB by MiB, made when they are asked for: a large file is never held anywhere. */
export function* bytesOf(size, seed) {
  for (let index = 0; index * MEBIBYTE < size; index++) {
    yield mebibyte(index, seed).subarray(0, size - index * MEBIBYTE)
  }
}

/** The same as a stream to read. */
export const streamOf = (size, seed) => ReadableStream.from(bytesOf(size, seed))

/** The hash of the same. */
export function digestOf(size, seed) {
  const hash = createHash('sha256')
  for (const part of bytesOf(size, seed)) hash.update(part)
  return hash.digest('hex')
}
