// Signs an account in to this server with mtcute.
import { createInterface } from "node:readline/promises";
import { MemoryStorage } from "@mtcute/core";
import { TelegramClient } from "@mtcute/node";
import { NodeCryptoProvider } from "@mtcute/node/utils.js";
import { addPublicKey } from "@mtcute/core/utils.js";

const crypto = new NodeCryptoProvider();
await crypto.initialize();
addPublicKey(crypto, `{{KEY}}
`);

const dc = { id: {{DC}}, ipAddress: "{{HOST}}", port: {{PORT}} };
const client = new TelegramClient({
  apiId: 1,
  apiHash: "merpati",
  storage: new MemoryStorage(), // a file name keeps the session
  defaultDcs: { main: dc, media: { ...dc, mediaOnly: true } },
});
await client.connect();
const config = await client.call({ _: "help.getConfig" });
console.log("connected to dc", config.thisDc);

const terminal = createInterface({ input: process.stdin, output: process.stdout });
const phoneNumber = await terminal.question("phone number: ");
const { phoneCodeHash } = await client.sendCode({ phone: phoneNumber });
const phoneCode = await terminal.question("code (from the operator or your other devices): ");
let signedIn = await client.call({ _: "auth.signIn", phoneNumber, phoneCodeHash, phoneCode });
if (signedIn._ === "auth.authorizationSignUpRequired") { // nobody has this number yet
  const firstName = await terminal.question("first name: ");
  signedIn = await client.call({ _: "auth.signUp", phoneNumber, phoneCodeHash, firstName, lastName: "" });
}
await client.notifyLoggedIn(signedIn);
const me = await client.getMe();
console.log("signed in as", me.firstName);
await client.destroy();
process.exit(0);
