/** People who use GramJS: sign-up, sign-in and where the server is, for the rounds that need them. */
import bigInt from 'big-integer'
import telegram from 'telegram'
import rsa from 'telegram/crypto/RSA.js'
import full from 'telegram/network/connection/TCPFull.js'
import sessions from 'telegram/sessions/index.js'
import { createHash } from 'node:crypto'
import { API_HASH, API_ID, HOST, PORT, equal, keyNumbers, loginCode } from './harness.mjs'

export const { Api } = telegram

/** The library dials port 80 whatever the session says; such a connection goes where the server is. */
export const here = (Connection, port = PORT) => class extends Connection {
  constructor(options) {
    super({ ...options, ip: HOST, port })
  }
}

/** The key's name on the wire: the low 64 bits of the SHA-1 of its TL form. */
function fingerprint({ n, e }) {
  const string = (number) => {
    let hex = number.toString(16)
    if (hex.length % 2) hex = '0' + hex
    const body = Buffer.from(hex, 'hex')
    const head = body.length < 254 ? Buffer.from([body.length]) : Buffer.from([254, body.length & 255, body.length >> 8, 0])
    return Buffer.concat([head, body, Buffer.alloc((4 - ((head.length + body.length) % 4)) % 4)])
  }
  return createHash('sha1').update(Buffer.concat([string(n), string(e)])).digest().readBigInt64LE(12)
}

const key = keyNumbers()
rsa._serverKeys.set(fingerprint(key).toString(), { n: bigInt(key.n.toString()), e: Number(key.e) })

/**
 * The library drops the leading zeros of the key that both sides agree on, so one handshake in 256 fails on its side
 * and is tried again. With one try it calls that a connection, and the first call waits for ever.
 */
const RETRIES = 5

export async function device(options = {}) {
  const session = new sessions.StringSession('')
  // A session keeps the port as a signed 16-bit number, and many free ports are above that.
  session.setDC(2, HOST, 80)
  const client = new telegram.TelegramClient(session, API_ID, API_HASH, {
    connection: here(full.ConnectionTCPFull), connectionRetries: RETRIES, retryDelay: 100, deviceModel: 'GramJS', ...options,
  })
  client.setLogLevel(process.env.ROUND_VERBOSE ? 'debug' : 'none')
  if (!(await client.connect())) throw new Error('not connected')
  return client
}

export async function signUp(phone, firstName) {
  const client = await device()
  const { phoneCodeHash } = await client.sendCode({ apiId: API_ID, apiHash: API_HASH }, phone)
  const answer = await client.invoke(new Api.auth.SignIn({ phoneNumber: phone, phoneCodeHash, phoneCode: loginCode(phone) }))
  equal(answer.className, 'auth.AuthorizationSignUpRequired')
  await client.invoke(new Api.auth.SignUp({ phoneNumber: phone, phoneCodeHash, firstName, lastName: 'GramJS' }))
  return client
}

export async function signIn(phone) {
  const client = await device()
  await client.signInUser({ apiId: API_ID, apiHash: API_HASH }, {
    phoneNumber: phone,
    phoneCode: async () => loginCode(phone),
    onError: (error) => { throw error },
  })
  return client
}

export async function befriend(client, phone, firstName) {
  const imported = await client.invoke(new Api.contacts.ImportContacts({
    contacts: [new Api.InputPhoneContact({ clientId: bigInt(1), phone, firstName, lastName: '' })],
  }))
  equal(imported.users.length, 1)
  return imported.users[0]
}
