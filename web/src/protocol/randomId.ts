import { Long } from '@mtcute/core'

/** The number by which the server knows a send again, made of the page's own id: a repeat is the same message. */
export function randomId(local: number): Long {
  return Long.fromNumber(local).multiply(Long.fromNumber(0x9e3779b1)).xor(salt)
}

const [low, high] = crypto.getRandomValues(new Int32Array(2))
const salt = new Long(low ?? 0, high ?? 0)
