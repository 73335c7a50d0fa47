// Connects GramJS to this server and prints one line.
const { TelegramClient, Api } = require("telegram");
const { StringSession } = require("telegram/sessions");
const { ConnectionTCPFull } = require("telegram/network");
const { _serverKeys } = require("telegram/crypto/RSA");
const bigInt = require("big-integer");

const fingerprint = BigInt.asIntN(64, 0x{{FINGERPRINT}}n).toString();
_serverKeys.set(fingerprint, { n: bigInt("{{MODULUS}}", 16), e: 65537 });

// GramJS dials port 80 or 443 and cannot keep ports above 32767; this connection dials the server's port instead.
class Merpati extends ConnectionTCPFull {
  constructor(options) {
    super({ ...options, ip: "{{HOST}}", port: {{PORT}} });
  }
}

(async () => {
  const session = new StringSession("");
  session.setDC({{DC}}, "{{HOST}}", 443);
  const client = new TelegramClient(session, 1, "merpati", { connection: Merpati, connectionRetries: 3 });
  client.setLogLevel("error");
  await client.connect();
  const config = await client.invoke(new Api.help.GetConfig());
  console.log("connected to dc", config.thisDc);
  // An account signs in from here with: await client.start({ phoneNumber, phoneCode })
  await client.destroy();
  process.exit(0);
})();
