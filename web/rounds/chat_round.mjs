/** Two people sign up on the page and chat, one of them on a phone. */
import { bubble, check, complaints, equal, person, PHONE, say, signUp, writeTo } from './harness.mjs'
import { finish } from './harness.mjs'

const AYU = '+15550060001'
const BUDI = '+15550060002'

const [ayu, budi] = [await person(), await person(PHONE)]

await check('two people sign up on the page, one on a phone', async () => {
  await signUp(ayu, AYU, 'Ayu', 'Lestari')
  await signUp(budi, BUDI, 'Budi', 'Santoso')
})
await check('one writes to the other by number, and it appears there', async () => {
  await writeTo(ayu, BUDI)
  await say(ayu, 'Hello Budi, here is **merpati**')
  await budi.locator('.row', { hasText: 'Ayu Lestari' }).click()
  await bubble(budi, 'Hello Budi, here is merpati').waitFor()
})
await check('the answer comes back', async () => {
  await say(budi, 'Selamat pagi, Ayu')
  await bubble(ayu, 'Selamat pagi, Ayu').waitFor()
})
await check('nothing was complained about', async () => equal(complaints, []))
await finish()
