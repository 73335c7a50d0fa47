// Connects mtcute to this server and prints one line.
import { TelegramClient, NodeCryptoProvider } from "@mtcute/node";
import { addPublicKey } from "@mtcute/core/utils.js";

const crypto = new NodeCryptoProvider();
await crypto.initialize?.();
addPublicKey(crypto, `{{KEY}}
`);

const dc = { id: {{DC}}, ipAddress: "{{HOST}}", port: {{PORT}} };
const client = new TelegramClient({
  apiId: 1,
  apiHash: "merpati",
  storage: "merpati.session",
  crypto,
  defaultDcs: { main: dc, media: { ...dc, mediaOnly: true } },
});
await client.connect();
const config = await client.call({ _: "help.getConfig" });
console.log("connected to dc", config.thisDc);
// An account signs in from here with: await client.start({ phone, code })
await client.destroy();
process.exit(0);
