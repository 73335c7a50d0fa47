/** The two-step password, judged by GramJS and by mtcute: set, asked for, changed, removed. */
import { API_HASH, API_ID, assert, check, equal, finish, loginCode } from './harness.mjs'
import { Api, device as gramjs, signUp as gramjsSignUp } from './gramjs_people.mjs'
import { device as mtcute, signIn as mtcuteSignIn, signUp as mtcuteSignUp } from './mtcute_round.mjs'

const AYU = '+15550040101'
const BUDI = '+15550040102'

/** The call ends with this error of the server's. */
async function fails(call, name) {
  const error = await call.then(() => undefined, (error) => error)
  assert(error, `no ${name}`)
  const told = error.errorMessage ?? error.text ?? String(error)
  assert(told.includes(name), `${told}, not ${name}`)
}

async function byGramjs() {
  let ayu
  const enter = async (client) => {
    const { phoneCodeHash } = await client.sendCode({ apiId: API_ID, apiHash: API_HASH }, AYU)
    return client.invoke(new Api.auth.SignIn({ phoneNumber: AYU, phoneCodeHash, phoneCode: loginCode(AYU) }))
  }
  const withPassword = (client, password) => client.signInWithPassword({ apiId: API_ID, apiHash: API_HASH }, {
    password: async () => password,
    onError: (error) => { throw error },
  })
  await check('GramJS sets a password, and the next sign-in needs it', async () => {
    ayu = await gramjsSignUp(AYU, 'Ayu')
    await ayu.updateTwoFaSettings({ newPassword: 'satu', hint: 'angka' })
    const second = await gramjs()
    await fails(enter(second), 'SESSION_PASSWORD_NEEDED')
    await fails(withPassword(second, 'dua'), 'PASSWORD_HASH_INVALID')
    const user = await withPassword(second, 'satu')
    equal(user.firstName, 'Ayu')
    equal((await second.getMe()).firstName, 'Ayu')
    await second.destroy()
  })
  await check('GramJS changes the password and removes it', async () => {
    await ayu.updateTwoFaSettings({ currentPassword: 'satu', newPassword: 'dua' })
    const third = await gramjs()
    await fails(enter(third), 'SESSION_PASSWORD_NEEDED')
    await withPassword(third, 'dua')
    await third.destroy()
    await ayu.updateTwoFaSettings({ currentPassword: 'dua' })
    const fourth = await gramjs()
    equal((await enter(fourth)).className, 'auth.Authorization')
    await fourth.destroy()
  })
  await ayu.destroy()
}

async function byMtcute() {
  let budi
  const enter = async (client) => {
    const { phoneCodeHash } = await client.sendCode({ phone: BUDI })
    return client.signIn({ phone: BUDI, phoneCodeHash, phoneCode: loginCode(BUDI) })
  }
  await check('mtcute enables a password, and the next sign-in needs it', async () => {
    budi = await mtcuteSignUp(BUDI, 'Budi')
    await budi.enableCloudPassword({ password: 'satu', hint: 'angka' })
    const second = mtcute()
    await fails(enter(second), 'SESSION_PASSWORD_NEEDED')
    equal(await second.getPasswordHint(), 'angka')
    await fails(second.checkPassword('dua'), 'PASSWORD_HASH_INVALID')
    equal((await second.checkPassword('satu')).firstName, 'Budi')
    await second.destroy()
  })
  await check('mtcute changes the password and removes it', async () => {
    await budi.changeCloudPassword({ currentPassword: 'satu', newPassword: 'dua', hint: '' })
    const third = mtcute()
    await fails(enter(third), 'SESSION_PASSWORD_NEEDED')
    equal((await third.checkPassword({ password: 'dua' })).firstName, 'Budi')
    await third.destroy()
    await budi.removeCloudPassword('dua')
    const fourth = await mtcuteSignIn(BUDI)
    equal((await fourth.getMe()).firstName, 'Budi')
    await fourth.destroy()
  })
  await budi.destroy()
}

await byGramjs()
await byMtcute()
finish()
