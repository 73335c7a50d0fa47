/**
 * What every round in JavaScript needs: where the server is, login codes, and checks that are counted.
 * A round prints one line `ok NAME` or `not ok NAME: REASON` for each check and ends with exit code 1 if one failed.
 */
import { execFileSync } from 'node:child_process'
import { createPublicKey } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

export const HOST = '127.0.0.1'
export const PORT = Number(process.env.ROUND_PORT)
export const DATA = process.env.ROUND_DATA
export const PROGRAM = process.env.ROUND_PROGRAM
export const PUBLIC_KEY = readFileSync(join(DATA, 'server_public.pem'), 'utf8')
export const API_ID = 1
export const API_HASH = '0123456789abcdef0123456789abcdef'
/** How long a push may take before the check counts as failed; far above what is ever seen. */
const PATIENCE_MS = 60_000
/** How long one check may take before it counts as failed, so that one that hangs is named. */
const CHECK_MS = 120_000

let failures = 0

/** One counted check. A failed one is told and the round goes on, so that one run shows all that is wrong. */
export async function check(name, run, ms = CHECK_MS) {
  let clock
  const late = new Promise((_, reject) => {
    clock = setTimeout(() => reject(new Error(`not done after ${ms / 1000} s`)), ms)
  })
  try {
    await Promise.race([run(), late])
    console.log(`ok ${name}`)
  } catch (error) {
    failures += 1
    console.log(`not ok ${name}: ${String(error?.message ?? error).replaceAll('\n', ' ')}`)
    console.error(error)
  } finally {
    clearTimeout(clock)
  }
}

export function assert(condition, what = 'does not hold') {
  if (!condition) throw new Error(what)
}

export function equal(found, expected) {
  const [one, two] = [JSON.stringify(found), JSON.stringify(expected)]
  assert(one === two, `found ${one}, expected ${two}`)
}

/** The code that waits for this number, from the operator's command. */
export function loginCode(phone) {
  const printed = execFileSync(PROGRAM, ['admin', 'login-code', '--data', DATA, phone], { encoding: 'utf8', timeout: PATIENCE_MS }).trim()
  assert(/^\d{5,6}$/.test(printed), 'not a code alone on a line')
  return printed
}

/** Waits until `condition()` is true. */
export async function soon(condition, what) {
  const deadline = performance.now() + PATIENCE_MS
  while (!condition()) {
    assert(performance.now() < deadline, `never happened: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

/** Modulus and exponent of the server's key. */
export function keyNumbers() {
  const jwk = createPublicKey(PUBLIC_KEY).export({ format: 'jwk' })
  const number = (text) => BigInt('0x' + Buffer.from(text, 'base64url').toString('hex'))
  return { n: number(jwk.n), e: number(jwk.e) }
}

/** Ends the program with the round's verdict. */
export function finish() {
  process.exit(failures ? 1 : 0)
}
