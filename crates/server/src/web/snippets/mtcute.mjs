// Connects mtcute to this server and prints one line.
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
// An account signs in from here with: await client.start({ phone, code })
await client.destroy();
process.exit(0);
